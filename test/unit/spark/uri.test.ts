import { describe, expect, test } from '@jest/globals';
import {
  fileUri,
  isOnSubmittersDisk,
  listItems,
  pathOfFile,
  resolveUri,
  splitFragment,
  withFragment,
} from '../../../src/spark/uri.ts';

const inHome = (path: string): string => (path.startsWith('/') ? path : `/home/me/${path}`);

describe('the URI that somebody means', () => {
  test.each([
    ['local:///opt/app.jar', 'local:///opt/app.jar', 'a file of the image stays'],
    ['s3a://bucket/a.jar', 's3a://bucket/a.jar', 'what the driver fetches stays'],
    ['file:/opt/a.jar', 'file:/opt/a.jar', 'a file with its scheme stays'],
    ['app.jar', 'file:/home/me/app.jar', 'a name is a file of this disk'],
    ['/opt/a b.jar', 'file:/opt/a%20b.jar', 'a space is escaped'],
    ['50%.jar', 'file:/home/me/50%25.jar', 'a percent sign is escaped'],
    ['a%20b.jar', 'file:/home/me/a%2520b.jar', 'an escape in a name is part of the name'],
    ['data.zip#unpacked', 'file:/home/me/data.zip#unpacked', 'a fragment stays'],
    ['a%20b.zip#x', 'file:/home/me/a%20b.zip#x', 'with a fragment a name is a URI'],
    ['libs/*.jar', 'file:/home/me/libs/*.jar', 'a glob stays'],
    ['libs/[ab].jar', 'file:/home/me/libs/%5Bab%5D.jar', 'brackets are escaped'],
    ['local:///opt/a b.jar', 'file:/home/me/local:///opt/a%20b.jar', 'what is no URI is a name'],
    ['12:30.jar', 'file:/home/me/12:30.jar', 'a number is no scheme'],
    ['grüße.py', 'file:/home/me/grüße.py', 'letters of any language stay'],
  ])('%s is %s: %s', (text, uri) => {
    expect(resolveUri(text, inHome)).toBe(uri);
  });
});

test.each([
  ['file:///tmp/a%20b', '/tmp/a b'],
  ['file:/tmp/a', '/tmp/a'],
  ['file://localhost/tmp/a', '/tmp/a'],
  ['/tmp/a%20b', '/tmp/a%20b'],
])('%s is at %s', (uri, path) => {
  expect(pathOfFile(uri)).toBe(path);
});

test.each(['/tmp/a b', '/tmp/50%', '/tmp/[x]{y}', '/tmp/ä#1?'])('%s is found again by its URI', (path) => {
  expect(pathOfFile(fileUri(path))).toBe(path);
});

test.each([
  ['file:/a', true],
  ['FILE:/a', true],
  ['/a', true],
  ['a:b/c', false],
  ['local:/a', false],
  ['s3a://a/b', false],
])("%s is on the submitter's disk: %s", (uri, is) => {
  expect(isOnSubmittersDisk(uri)).toBe(is);
});

test('a list has the items between its commas', () => {
  expect(listItems(' a, ,b,')).toEqual(['a', 'b']);
  expect(listItems(undefined)).toEqual([]);
});

test.each(['a', 'a#b', 'a#'])('%s is split and put together again', (uri) => {
  expect(withFragment(splitFragment(uri))).toBe(uri);
});
