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

/** Goes to the beginning of the line and clears it. */
const CLEARED = '\r\u001B[K';

/**
 * Gives a screen: a last line that is written over where there is a terminal, however wide it is at the time, and plain
 * lines, each once, where there is none.
 */
export function screenOf(terminal: Terminal): Screen {
  const { screen } = terminal;
  let shown = '';
  const draw = (): void => void screen?.write(CLEARED + shown.slice(0, (screen.columns || 80) - 1));
  const above = (write: () => void): void => {
    screen?.write(CLEARED);
    write();
    if (shown !== '') draw();
  };
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
      screen?.write(CLEARED);
    },
  };
}
