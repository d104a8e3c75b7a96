import type { Terminal } from '../command.ts';

/** Where a person watches: a line that changes, and what is written above it. */
export interface Screen {
  /** Shows the line in place of the one before. */
  show(line: string): void;
  /** Writes to standard output, above the line. */
  print(text: string): void;
  /** Tells something, above the line. */
  tell(line: string): void;
  /** Removes the line. */
  end(): void;
}

/**
 * Gives a screen: a last line that is written over where there is a terminal, however wide it is at the time, and plain
 * lines, each once, where there is none.
 */
export function screenOf(terminal: Terminal): Screen {
  const { screen } = terminal;
  let shown = '';
  let drawn = 0;
  const columns = (): number => screen?.columns || 80;
  const clear = (): void => {
    screen?.write(cleared(drawn, columns()));
    drawn = 0;
  };
  const draw = (): void => {
    const line = shown.slice(0, columns() - 1);
    screen?.write(cleared(drawn, columns()) + line);
    drawn = line.length;
  };
  const above = (write: () => void): void => {
    clear();
    write();
    if (shown !== '') draw();
  };
  screen?.on('resize', draw);
  return {
    show(line) {
      if (line === shown) return;
      shown = line;
      if (screen === undefined) terminal.tell(line);
      else draw();
    },
    print: (text) => above(() => terminal.print(text)),
    tell: (line) => above(() => terminal.tell(line)),
    end() {
      shown = '';
      clear();
      screen?.off('resize', draw);
    },
  };
}

/**
 * Goes to where a line of that length begins, and clears from there to the end of the screen: in a terminal that has become
 * narrower than the line, it has been broken into several.
 */
function cleared(length: number, columns: number): string {
  const below = Math.max(0, Math.ceil(length / columns) - 1);
  return `\r${below === 0 ? '' : `\u001B[${below}A`}\u001B[J`;
}
