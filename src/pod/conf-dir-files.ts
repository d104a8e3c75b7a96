import type { FileContents } from './submitted-files.ts';

/** What `spark-submit` makes itself, and what is an example for people. */
const MADE_ANEW = /^spark.*(?:conf|properties)$|\.template$/su;

/** What a ConfigMap cannot hold as text. */
const PACKED = /\.(?:gz|zip|jar|tar)$/su;

/**
 * Gives the files of the submitter's SPARK_CONF_DIR that go along with the driver, as text by their names: those that
 * are text and that Spark does not make anew, the smallest first, as far as they fit into `maxSize` characters.
 *
 * @see Spark `KubernetesClientUtils.loadSparkConfDirFiles`
 */
export function confDirFiles(files: FileContents, maxSize: number): Readonly<Record<string, string>> {
  const candidates = Object.entries(files)
    .filter(([name]) => !MADE_ANEW.test(name) && !PACKED.test(name))
    .toSorted(bySize);
  const kept: [string, string][] = [];
  let size = 0;
  for (const [name, content] of candidates) {
    const text = textIn(content);
    if (text === undefined || name.length + content.length > maxSize) continue;
    if (size + name.length + text.length >= maxSize) continue;
    kept.push([name, text]);
    size += name.length + text.length;
  }
  return Object.fromEntries(kept);
}

/** Files of the same size in the order of their names. */
function bySize(
  [name, content]: readonly [string, Uint8Array],
  [otherName, other]: readonly [string, Uint8Array],
): number {
  const difference = name.length + content.length - otherName.length - other.length;
  return difference === 0 ? Number(name > otherName) - Number(name < otherName) : difference;
}

/** Undefined where the bytes are no UTF-8. */
function textIn(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
