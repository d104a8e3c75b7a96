import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMPOSITION, ENTRIES, PARTNERS, ROOMS, ROOT_FILES, SHELL } from './rooms.ts';
import { sourceFiles, type SourceFile } from './source-files.ts';

const FILES = sourceFiles('src');
const roomOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
const isShell = (file: SourceFile): boolean =>
  PARTNERS.includes(file.room) || (ROOMS[file.room]?.shellImports !== undefined && SHELL.test(file.path));

/** Says which release this is. */
const PACKAGE = '../package.json';

function forbiddenImports(file: SourceFile): readonly string[] {
  if (COMPOSITION.includes(file.path)) return [];
  const room = ROOMS[file.room];
  if (room === undefined) return [`no such room: ${file.room}`];
  const allowed = [file.room, ...room.imports, ...(isShell(file) ? (room.shellImports ?? []) : [])];
  const imports = file.imports.filter((path) => path !== PACKAGE);
  return imports.filter((path) => !allowed.includes(roomOf(path)) || COMPOSITION.includes(path));
}

describe('rooms of src/', () => {
  test.each(FILES.map((file) => [file.path, file] as const))('%s imports only what lies below', (_, file) => {
    expect(forbiddenImports(file)).toEqual([]);
  });

  test('each file belongs to a room of the table, and the files directly in src/ are a closed list', () => {
    expect(FILES.filter((file) => !(file.room in ROOMS)).map((file) => file.path)).toEqual([]);
    expect(FILES.filter((file) => file.room === '').map((file) => file.path)).toEqual(
      ROOT_FILES.filter((path) => existsSync(new URL(`../../src/${path}`, import.meta.url))),
    );
  });

  test('only the shell awaits, reads a clock or uses I/O modules of Node', () => {
    const impure =
      /\basync\b|\bawait\b|Date\.now\(|Math\.random\(|process\.env|setTimeout\(|from 'node:(?!crypto|util|path)/u;
    const offenders = FILES.filter((file) => !isShell(file) && impure.test(withoutComments(file.text)));
    expect(offenders.map((file) => file.path)).toEqual([]);
  });

  test('only the entries read the environment and end the process', () => {
    const offenders = FILES.filter(
      (file) => !ENTRIES.includes(file.path) && /process\.(env|exit)/u.test(withoutComments(file.text)),
    );
    expect(offenders.map((file) => file.path)).toEqual([]);
  });

  test('no two rooms import each other', () => {
    const arrows = new Set(
      FILES.filter((file) => !COMPOSITION.includes(file.path)).flatMap((file) =>
        file.imports.map((path) => `${file.room}>${roomOf(path)}`),
      ),
    );
    const both = [...arrows].filter((arrow) => {
      const [from, to] = arrow.split('>');
      return from !== to && arrows.has(`${to}>${from}`);
    });
    expect(both).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(^|\s)\/\/.*$/gmu, '');
}
