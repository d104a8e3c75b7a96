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

  test('leaves out the end of Spark and the frames of stack traces where there is too much', () => {
    const time = '26/11/23 13:32:35';
    const end = Array.from({ length: 20 }, (_, index) => `${time} INFO BlockManager: stopped ${index}`);
    const frames = Array.from(
      { length: 20 },
      (_, index) => `\tat java.base/java.lang.Thread.run(Thread.java:${index})`,
    );
    const lines = [
      `${time} WARN TaskSetManager: Lost task 0.0`,
      'Exception in thread "main" org.apache.spark.SparkException: Job aborted',
      ...frames,
      'Caused by: java.lang.IllegalArgumentException: no',
      '\t... 12 more',
      ...end,
    ];
    expect(lastLogLines(lines.join('\n')).split('\n')).toEqual([lines[0], lines[1], lines[22]]);
  });

  test('has the last lines of Spark where there is nothing else', () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `26/11/23 13:32:35 INFO BlockManager: stopped ${index}`,
    );
    expect(lastLogLines(lines.join('\n'))).toContain(lines.at(-1));
  });

  test('leaves out the first line of what the kubelet has cut out of a log', () => {
    const text = `of a line\nboom ${'x'.repeat(100)}\n${'\n'.repeat(1932)}`;
    expect(Buffer.byteLength(text)).toBe(2048);
    expect(lastLogLines(text)).toMatch(/^boom/u);
  });

  test('cuts one endless line without breaking a character', () => {
    expect(lastLogLines('ä'.repeat(2000))).toMatch(/^ä+$/u);
  });
});
