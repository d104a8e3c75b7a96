import { describe, expect, test } from '@jest/globals';
import { base64Of, submittedFile, textOf } from '../../../src/pod/submitted-files.ts';

const FILES = { '/home/me/krb5.conf': Buffer.from('[realms]') };

describe('a file that a property names', () => {
  test('is known by the last part of its path', () => {
    const file = submittedFile('spark.x', '/home/me/krb5.conf', FILES);
    expect(file.name).toBe('krb5.conf');
    expect(textOf(file)).toBe('[realms]');
    expect(base64Of(file)).toBe(Buffer.from('[realms]').toString('base64'));
  });

  test.each([
    { path: '/home/me/other', files: FILES },
    { path: 'toString', files: FILES },
    { path: '/home/me/krb5.conf', files: undefined },
  ])('is refused where nobody has read it: $path', ({ path, files }) => {
    expect(() => submittedFile('spark.x', path, files)).toThrow(
      `spark.x: the file ${path} is on the submitter's`,
    );
  });
});
