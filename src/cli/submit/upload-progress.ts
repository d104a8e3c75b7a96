import { performance } from 'node:perf_hooks';
import type { UploadProgress } from '../../upload/upload-files.ts';
import type { LocalFile } from '../../upload/upload-store.ts';
import type { Terminal } from '../command.ts';

/** Shows how far an upload has come, and in the end how it went. */
export interface ShownProgress extends UploadProgress {
  /** After the last byte, or in the middle. */
  end(isComplete: boolean): void;
}

/**
 * Shows an upload as a bar with its rate and the time left where there is a screen, else as two lines: one at the
 * beginning and one at the end.
 */
export async function shownProgress(terminal: Terminal, directory: string): Promise<ShownProgress> {
  // Loaded only here: most submissions upload nothing.
  const { screen } = terminal;
  const bar = screen === undefined ? undefined : await barOn(screen);
  const startedAt = performance.now();
  let files: readonly LocalFile[] = [];
  let total = 0;
  return {
    begin(given) {
      files = given;
      total = files.reduce((sum, { size }) => sum + size, 0);
      if (bar === undefined)
        terminal.tell(`uploading ${named(files.length)} (${sizeText(total)}) to ${directory}`);
      bar?.start(total, 0, { rate: '-' });
    },
    sent(bytes) {
      bar?.update(bytes, { rate: `${sizeText((bytes * 1_000) / (performance.now() - startedAt))}/s` });
    },
    end(isComplete) {
      if (isComplete) bar?.update(total);
      bar?.stop();
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      if (isComplete)
        terminal.tell(`uploaded ${named(files.length)} (${sizeText(total)}) in ${seconds} s to ${directory}`);
    },
  };
}

/** A number of bytes for people: `512 B`, `1.5 MiB`. */
export function sizeText(bytes: number): string {
  const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const amount = bytes / 2 ** (10 * power);
  return `${power === 0 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[power]}`;
}

/** Of 1024 each. */
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** For people. */
const named = (count: number): string => `${count} ${count === 1 ? 'file' : 'files'}`;

/** Eighty columns are enough for it. */
async function barOn(stream: NodeJS.WriteStream) {
  const { SingleBar } = await import('cli-progress');
  const format = 'uploading [{bar}] {percentage}% of {total} | {rate} | {eta_formatted} left';
  return new SingleBar({
    stream,
    format,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
    formatValue: (value, _, type) => (type === 'total' ? sizeText(value) : String(value)),
  });
}
