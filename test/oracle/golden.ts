/** The goldens of the hand-picked cases: a file for each, with the case and what Spark made of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import type { Json } from '../golden/json.ts';
import type { OracleCase } from './oracle-case.ts';

export interface Golden {
  readonly asked: OracleCase;
  /** The answer of the harness. */
  readonly spark: Json;
}

export const GOLDENS = fileURLToPath(new URL('../golden/cases/builder/', import.meta.url));

/** `driver memory, in GiB` → `driver-memory-in-gib.json` */
export function goldenFile(name: string): string {
  return `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')}.json`;
}

/** Fails: when it has not been recorded. */
export function goldenOf(name: string): Golden {
  return JSON.parse(readFileSync(join(GOLDENS, goldenFile(name)), 'utf8')) as Golden;
}
