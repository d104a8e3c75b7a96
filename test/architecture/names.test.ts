import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from './source-files.ts';

const FILES = sourceFiles('src');

/** Words that say nothing about the domain. */
const BANNED_FILES = /(^|[/-])(utils?|helpers?|common|misc|types|constants|index|impl|manager)(-|\.ts$|\/)/u;
const BANNED_EXPORTS =
  /export (?:abstract )?(?:class|function|const|interface|type) ((?:handle|process|do)[A-Z]\w*|\w+(?:Impl|Info|Data|Manager|Utils?|Helper)|Base[A-Z]\w*)\b/u;

describe('names', () => {
  test('files are named for a concept, in kebab-case', () => {
    const offenders = FILES.filter(
      (file) => BANNED_FILES.test(file.path) || !/^[a-z0-9/-]+\.ts$/u.test(file.path),
    );
    expect(offenders.map((file) => file.path)).toEqual([]);
  });

  test('exports use domain words', () => {
    const found = FILES.flatMap((file) => BANNED_EXPORTS.exec(file.text)?.[1] ?? []);
    expect(found).toEqual([]);
  });

  test('each source file says what it is before its first export', () => {
    const offenders = FILES.filter((file) => {
      const head = file.text.slice(0, file.text.search(/^export /mu));
      return !head.includes('/*') && file.path !== 'main.ts';
    });
    expect(offenders.map((file) => file.path)).toEqual([]);
  });

  test('each unit test stands at the path of the file it tests', () => {
    const strays = sourceFiles('test/unit')
      .map((file) => file.path)
      .filter((path) => path.endsWith('.test.ts'))
      .filter(
        (path) => !existsSync(new URL(`../../src/${path.replace('.test.ts', '.ts')}`, import.meta.url)),
      );
    expect(strays).toEqual([]);
  });
});

describe('test code', () => {
  test('does not mock modules and does not sleep', () => {
    const offenders = sourceFiles('test')
      .filter((file) => file.path.endsWith('.test.ts') && file.room !== 'architecture')
      .filter((file) => /jest\.mock|setTimeout\(|\.only\(|\.skip\(/u.test(file.text));
    expect(offenders.map((file) => file.path)).toEqual([]);
  });
});
