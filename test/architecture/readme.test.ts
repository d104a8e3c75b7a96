import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { roomsOf } from './readme-rooms.ts';
import { renderedRooms } from './rendered-docs.ts';

const REPOSITORY = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', REPOSITORY), 'utf8');
const EVENT_TO_EFFECT = sectionOf('From event to effect');

/** A step or a paragraph, with the files it names and the words in backticks that could be names in them. */
interface Passage {
  readonly text: string;
  readonly files: readonly string[];
  readonly names: readonly string[];
}

const PASSAGES = EVENT_TO_EFFECT.split(/\n(?=\n|\d+\. |- )/u).map(passageOf);

describe('README.md', () => {
  test('shows the rooms that the import rules rest on: "npm run docs" writes them', () => {
    expect(roomsOf(README)).toBe(renderedRooms());
  });
});

describe('the section "From event to effect"', () => {
  test('names files that exist', () => {
    const files = PASSAGES.flatMap((passage) => passage.files);
    expect(files).not.toEqual([]);
    expect(files.filter((path) => !existsSync(new URL(path, REPOSITORY)))).toEqual([]);
  });

  test.each(
    PASSAGES.filter(({ files }) => files.length > 0).map((passage) => [passage.text, passage] as const),
  )('%s', (_, { files, names }) => {
    const code = files.map((path) => withoutComments(readFileSync(new URL(path, REPOSITORY), 'utf8')));
    const unknown = names.filter((name) => !code.some((text) => new RegExp(`\\b${name}\\b`, 'u').test(text)));
    expect(unknown).toEqual([]);
  });

  test('takes at most eight steps', () => {
    expect(EVENT_TO_EFFECT.match(/^\d+\. /gmu)?.length).toBeLessThanOrEqual(8);
  });
});

/** From its heading to the next one of the same or a higher level; empty where there is none. */
function sectionOf(title: string): string {
  const [, level = '##', rest = ''] = new RegExp(`^(#+) ${title}$([\\s\\S]*)`, 'mu').exec(README) ?? [];
  return rest.split(new RegExp(`^#{1,${level.length}} `, 'mu'))[0] ?? '';
}

function passageOf(text: string): Passage {
  const inBackticks = [...text.matchAll(/`([^`]+)`/gu)].map(([, word]) => word ?? '');
  return {
    text: text.trim().split('\n')[0] ?? '',
    files: [...new Set(text.match(/\bsrc\/[\w/.-]*\w\.(?:ts|java)\b/gu))],
    names: inBackticks
      .filter((word) => /^[A-Za-z_]\w*(?:\(\))?$/u.test(word))
      .map((word) => word.replace('()', '')),
  };
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(^|\s)\/\/.*$/gmu, '');
}
