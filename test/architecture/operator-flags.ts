import { readFileSync } from 'node:fs';

const OPTION = /^ {2}'?([a-z-]+)'?: \{ type: '\w+', default: '?([^']*?)'? \},$/gmu;

/** The flags of the operator and what each is when nobody sets it, as `src/operator/flags.ts` says. Fails: where it finds none. */
export function operatorFlags(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('../../src/operator/flags.ts', import.meta.url), 'utf8');
  const flags = [...text.matchAll(OPTION)].map(([, name = '', byDefault = '']) => [name, byDefault] as const);
  if (flags.length === 0) throw new Error('src/operator/flags.ts has no flags that look like flags');
  return new Map(flags);
}
