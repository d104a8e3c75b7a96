import { expect, test } from '@jest/globals';
import { jsonText, tableText, yamlText } from '../../../src/cli/output.ts';

test('a table has columns as wide as they have to be, and a line for each row', () => {
  const rows = [
    { ID: 1, STATE: 'running', REASON: undefined },
    { ID: 10, STATE: 'failed', REASON: 'exit code 1\nand more' },
  ];
  expect(tableText(rows)).toBe('ID   STATE     REASON\n1    running\n10   failed    exit code 1 and more\n');
});

test('scripts get JSON or YAML, without what is undefined', () => {
  const value = { id: 1, node: undefined };
  expect(jsonText(value)).toBe('{\n  "id": 1\n}\n');
  expect(yamlText(value)).toBe('id: 1\n');
});
