import { describe, expect, test } from '@jest/globals';
import { confDirFiles } from '../../../src/pod/conf-dir-files.ts';

const namesOf = (files: Record<string, string>, maxSize = 1000): readonly string[] =>
  Object.keys(
    confDirFiles(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
      maxSize,
    ),
  );

describe('of SPARK_CONF_DIR', () => {
  test.each([
    { name: 'log4j2.properties', goes: true },
    { name: 'extra.conf', goes: true },
    { name: 'spark-env.sh', goes: true },
    { name: 'spark-defaults.conf', goes: false },
    { name: 'spark.properties', goes: false },
    { name: 'metrics.properties.template', goes: false },
    { name: 'lib.jar', goes: false },
    { name: 'data.tar.gz', goes: false },
  ])('$name goes along: $goes', ({ name, goes }) => {
    expect(namesOf({ [name]: 'x' })).toEqual(goes ? [name] : []);
  });

  test('files that are no text stay behind', () => {
    expect(confDirFiles({ binary: Buffer.from([0xff, 0xfe]) }, 1000)).toEqual({});
  });

  test('the smallest go first, and what does not fit stays behind', () => {
    const files = { large: 'x'.repeat(60), small: 'x', middle: 'x'.repeat(20) };
    expect(namesOf(files, 90)).toEqual(['small', 'middle']);
    expect(namesOf(files, 1000)).toEqual(['small', 'middle', 'large']);
  });
});
