import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { screenOf } from '../../../../src/cli/follow/screen.ts';
import { RecordedTerminal } from '../recorded-terminal.ts';

/** A screen of ten columns, and what was written to it since one last looked. */
function watched() {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns: 10 });
  const terminal = new RecordedTerminal();
  const screen = screenOf(Object.assign(terminal, { screen: stream as unknown as NodeJS.WriteStream }));
  const resize = (columns: number): void => {
    stream.columns = columns;
    stream.emit('resize');
  };
  return { screen, terminal, resize, written: (): string => String(stream.read() ?? '') };
}

const CLEAR = '\r\u001B[J';

test('the line is as long as fits, and written over', () => {
  const { screen, written } = watched();
  screen.show('0123456789abc');
  expect(written()).toBe(`${CLEAR}012345678`);
  screen.show('new');
  expect(written()).toBe(`${CLEAR}new`);
});

test('what is printed goes above it', () => {
  const { screen, terminal, written } = watched();
  screen.show('line');
  screen.print('log\n');
  expect(terminal.printed).toBe('log\n');
  expect(written()).toBe(`${CLEAR}line${CLEAR}${CLEAR}line`);
});

test.each([
  { columns: 5, draws: '\r\u001B[1A\u001B[J0123' },
  { columns: 3, draws: '\r\u001B[2A\u001B[J01' },
  { columns: 20, draws: `${CLEAR}0123456789abc` },
])('in a terminal that now has $columns columns it is drawn again', ({ columns, draws }) => {
  const { screen, resize, written } = watched();
  screen.show('0123456789abc');
  written();
  resize(columns);
  expect(written()).toBe(draws);
});

test('in the end nothing is left of it, and nothing is drawn any more', () => {
  const { screen, resize, written } = watched();
  screen.show('line');
  written();
  screen.end();
  resize(5);
  expect(written()).toBe(CLEAR);
});

test('where there is no screen each line is told once', () => {
  const terminal = new RecordedTerminal();
  const screen = screenOf(terminal);
  for (const line of ['one', 'one', 'two']) screen.show(line);
  expect(terminal.told).toEqual(['one', 'two']);
});
