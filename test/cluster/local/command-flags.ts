/** Writes flags the way Kubernetes' programs take them: `--name=value`, in the order of the record. */
export function commandFlags(flags: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}
