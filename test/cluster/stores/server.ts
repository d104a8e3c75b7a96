/** A server that runs beside the tests until it is stopped, or they end. */
import { join } from 'node:path';

import { Component } from '../local/component.ts';

/** Where a server runs. */
export interface ServerPlace {
  /** Those who reach this address reach it. */
  readonly address: string;
  /** Holds what it keeps, and its log. */
  readonly folder: string;
}

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

interface Started {
  readonly command: readonly string[];
  readonly folder: string;
  readonly url: string;
  readonly isReady: () => Promise<boolean>;
}

/** Starts it, and waits until it is ready. Fails: with the end of its log, where it ends before. */
export async function server(name: string, { command, folder, url, isReady }: Started): Promise<Server> {
  const description = { name, command: ['setpriv', '--pdeathsig', 'KILL', '--', ...command], isReady };
  const component = new Component(description, join(folder, `${name}.log`));
  await component.start();
  return { url, stop: () => component.stop('SIGKILL') };
}
