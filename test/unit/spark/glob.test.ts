import { expect, test } from '@jest/globals';
import { isGlob, parseGlob } from '../../../src/spark/glob.ts';

/** Whether the last part of the only path takes that name. */
const takes = (glob: string, name: string): boolean => {
  const part = parseGlob(glob)[0]?.at(-1);
  return part?.kind === 'pattern' ? part.matches.test(name) : part?.name === name;
};

test.each([
  ['*.jar', ['a.jar', '.jar'], ['a.jars', 'ajar']],
  ['a?.jar', ['ab.jar'], ['a.jar', 'abc.jar']],
  ['[a-c].jar', ['b.jar'], ['d.jar', '-.jar']],
  ['[^a].jar', ['b.jar'], ['a.jar']],
  ['{one,t*}.jar', ['one.jar', 'two.jar'], ['three.py', '{one,t*}.jar']],
  [String.raw`\*.jar*`, ['*.jar'], ['a.jar']],
  ['a+(b).*', ['a+(b).c'], ['aab.c']],
])('%s matches %j and not %j', (glob, names, others) => {
  expect(isGlob(glob)).toBe(true);
  expect(names.filter((name) => !takes(glob, name))).toEqual([]);
  expect(others.filter((name) => takes(glob, name))).toEqual([]);
});

test('braces with a slash in them are paths of their own', () => {
  expect(parseGlob('/a/{b/c,d}/e')).toEqual([
    ['a', 'b', 'c', 'e'].map((name) => ({ kind: 'name', name })),
    ['a', 'd', 'e'].map((name) => ({ kind: 'name', name })),
  ]);
});
