import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/cli/command.ts';
import { lastValue, parseSubmitWords } from '../../../../src/cli/submit/submit-words.ts';

const read = (...words: readonly string[]) => {
  const { values, mainResource, arguments: rest } = parseSubmitWords(words);
  return { values: Object.fromEntries(values), mainResource, arguments: rest };
};

describe('words of spark-submit', () => {
  test('flags end at the main resource; what follows is the application’s', () => {
    expect(read('--class', 'A', '-v', 'app.jar', '--class', '-h')).toEqual({
      values: { '--class': ['A'], '--verbose': [''] },
      mainResource: 'app.jar',
      arguments: ['--class', '-h'],
    });
  });

  test('a value may stand behind =, and have one itself', () => {
    expect(read('--conf=a=b=c', '-c', 'd=e').values).toEqual({ '--conf': ['a=b=c', 'd=e'] });
  });

  test('of a flag that comes twice, the last one counts', () => {
    expect(lastValue(parseSubmitWords(['--name', 'a', '--name', 'b']), '--name')).toBe('b');
  });

  test.each([
    ['--clas', 'there is no flag --clas (did you mean --class?)'],
    ['--name', '--name needs a value'],
    ['--supervise', '--supervise cannot be had: use spec.restartPolicy of the application'],
    ['-x', 'there is no flag -x'],
  ])('%s is refused', (word, message) => {
    expect(() => parseSubmitWords([word])).toThrow(UsageError);
    expect(() => parseSubmitWords([word])).toThrow(message);
  });
});
