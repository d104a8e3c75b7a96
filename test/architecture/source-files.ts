import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One TypeScript file of the tree. */
export interface SourceFile {
  /** Path below the folder that was listed, for example `kube/informer.ts`. */
  readonly path: string;
  /** First folder of the path; `''` for files directly in the folder. */
  readonly room: string;
  readonly text: string;
  /** Paths (below the folder) of the project's own files it imports. */
  readonly imports: readonly string[];
  /** Packages and Node modules it imports. */
  readonly packages: readonly string[];
}

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Every `.ts` file below `folder` (relative to the repository), with what it imports. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  const root = join(REPOSITORY, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()
    .map((path) => readSource(root, path));
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [
    ...text.matchAll(/(?:^|\n)(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"]([^'"]+)['"]/gu),
  ].map(([, name]) => name ?? '');
  return {
    path,
    room: path.includes('/') ? (path.split('/')[0] ?? '') : '',
    text,
    imports: specifiers
      .filter((name) => name.startsWith('.'))
      .map((name) => normalize(join(dirname(path), name))),
    packages: specifiers.filter((name) => !name.startsWith('.')),
  };
}

/** Lines that are not blank, and how many of them are comment. */
export function countLines(text: string): { readonly lines: number; readonly comments: number } {
  let inBlock = false;
  let lines = 0;
  let comments = 0;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    lines += 1;
    if (line.startsWith('/*')) inBlock = true;
    if (inBlock || line.startsWith('//')) comments += 1;
    if (line.endsWith('*/')) inBlock = false;
  }
  return { lines, comments };
}
