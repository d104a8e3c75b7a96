/** A short name for the content of files and texts: equal inputs give equal keys, any change gives another. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface KeyInputs {
  /** Versions, options, whatever else the result depends on. */
  readonly texts?: readonly string[];
  /** Files by path, and folders with all that is in them. */
  readonly paths?: readonly string[];
}

const KEY_LENGTH = 16;

/** The key of all inputs, in their order. File names count, the place of the checkout does not. */
export async function contentKey({ texts = [], paths = [] }: KeyInputs): Promise<string> {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`text ${text.length}\n`).update(text);
  for (const path of paths) {
    for (const { name, file } of await filesAt(path)) {
      const content = await readFile(file);
      hash.update(`file ${name} ${content.length}\n`).update(content);
    }
  }
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

async function filesAt(path: string): Promise<readonly { readonly name: string; readonly file: string }[]> {
  const isFolder = (await stat(path)).isDirectory();
  if (!isFolder) return [{ name: path.slice(path.lastIndexOf('/') + 1), file: path }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ name: file.slice(path.length), file }));
}
