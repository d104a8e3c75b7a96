import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { parseProperties, writeProperties } from '../../../src/spark/properties-file.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

const parsed = (text: string): Record<string, string> => Object.fromEntries(parseProperties(text));

describe('writing', () => {
  test.each([
    { name: 'separators and comment signs', key: 'a', value: 'b:c=d#e!f', line: 'a=b\\:c\\=d\\#e\\!f' },
    { name: 'a backslash', key: 'a', value: 'C:\\x', line: 'a=C\\:\\\\x' },
    { name: 'control characters', key: 'a', value: 'x\ty\nz\r\f', line: 'a=x\\ty\\nz\\r\\f' },
    { name: 'the first leading space of a value', key: 'a', value: '  b c ', line: 'a=\\  b c ' },
    { name: 'spaces and separators of a key', key: 'a b:c', value: 'd', line: 'a\\ b\\:c=d' },
    { name: 'no value', key: 'a', value: '', line: 'a=' },
  ])('escapes $name', ({ key, value, line }) => {
    expect(writeProperties([[key, value]], 'comment')).toBe(`#comment\n${line}\n`);
  });

  test('keeps letters of every language as they are', () => {
    expect(writeProperties([['a', 'ü 漢 😀']], 'c')).toBe('#c\na=ü 漢 😀\n');
  });

  test('never lets a comment become a property', () => {
    expect(parsed(writeProperties([], 'x\nspark.master=y'))).toEqual({});
  });
});

describe('reading', () => {
  test.each<{ readonly name: string; readonly text: string; readonly properties: Record<string, string> }>([
    { name: 'the three separators', text: 'a=1\nb:2\nc 3', properties: { a: '1', b: '2', c: '3' } },
    { name: 'white space around a separator', text: 'a \t=\f 1 ', properties: { a: '1 ' } },
    { name: 'comments and blank lines', text: '#x=1\n ! y=2\n\n  \na=1', properties: { a: '1' } },
    { name: 'a continued line', text: 'a=1,\\\n   2,\\\r\n 3\nb=4', properties: { a: '1,2,3', b: '4' } },
    { name: 'a line that ends in two backslashes', text: 'a=1\\\\\nb=2', properties: { a: '1\\', b: '2' } },
    { name: 'a continued last line', text: 'a=1\\', properties: { a: '1' } },
    { name: 'a comment sign in a continued line', text: 'a=1\\\n#2', properties: { a: '1#2' } },
    { name: 'escaped characters', text: 'a=\\u00fc\\t\\q\\:', properties: { a: 'ü\tq:' } },
    { name: 'an escaped separator in a key', text: 'a\\=b\\ c=1', properties: { 'a=b c': '1' } },
    { name: 'a key alone', text: 'a\nb=', properties: { a: '', b: '' } },
    { name: 'the last of two values', text: 'a=1\na=2', properties: { a: '2' } },
  ])('understands $name', ({ text, properties }) => {
    expect(parsed(text)).toEqual(properties);
  });

  test('refuses a broken unicode escape', () => {
    expect(() => parseProperties('a=\\u12x')).toThrow('breaks off in a \\u escape: "\\u12x"');
  });
});

test.each([
  {
    'a b': ' x ',
    c: '\\',
    d: '\\\\u0041',
    e: '#',
    f: '=:!',
    'g\n': '\r\n\t\f',
    '': 'empty key',
    h: 'a\\nb',
    ' lead': '',
  },
])('what was written is read back as it was', (properties) => {
  expect(parsed(writeProperties(Object.entries(properties), 'c'))).toEqual(properties);
});

const isReadable = (file: string): boolean => isReadOrRefused(() => parseProperties(file), 'properties file');

const comesBack = (entries: readonly (readonly [string, string])[]): boolean => {
  const written = SparkConf.from(entries).entries();
  return isDeepStrictEqual([...parseProperties(writeProperties(written, 'a comment\n#'))], written);
};

describe('any text', () => {
  const text = nearly('a', '=', ':', '#', '!', '\\', '\\u00', '\\u0041', '\r\n', '\f', '\t', ' ', '\\\\');

  test('is read or refused', () => {
    expect(exceptionTo(text, isReadable)).toBeUndefined();
  });

  test('comes back from a file, as key and as value', () => {
    expect(exceptionTo(fc.array(fc.tuple(text, text), { maxLength: 3 }), comesBack)).toBeUndefined();
  });
});
