import { describe, expect, test } from '@jest/globals';
import { lastLogLines } from '../../../src/application/last-log-lines.ts';

describe('lastLogLines', () => {
  test.each([
    ['nothing', '  \n', ''],
    ['a short message', 'boom\n', 'boom'],
    ['a password', 'login with password=hunter2 failed', 'login with password=*****(redacted) failed'],
    ['a quoted token', '{"api_token": "abc def"}', '{"api_token": *****(redacted)}'],
    ['an access key', 'fs.s3a.access.key=AKIA1', 'fs.s3a.access.key=*****(redacted)'],
  ])('gives %s fit for a status', (_, message, expected) => {
    expect(lastLogLines(message)).toBe(expected);
  });

  test('keeps whole lines from the end, at most 1 KiB', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} ${'x'.repeat(20)}`);
    const kept = lastLogLines(lines.join('\n'));
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(1024);
    expect(lines.join('\n').endsWith(`\n${kept}`)).toBe(true);
  });

  test('cuts one endless line without breaking a character', () => {
    expect(lastLogLines('ä'.repeat(2000))).toMatch(/^ä+$/u);
  });
});
