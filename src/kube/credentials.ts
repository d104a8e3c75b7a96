import type { RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';

import type { KubeConfig } from '@kubernetes/client-node';

import type { Clock } from '../clock.ts';
import { ApiError } from './api-error.ts';

/** Where the API server is, and how to convince it, at one moment. */
export interface Credentials {
  /** For example `https://10.96.0.1:443`; a path after it belongs in front of every request's own. */
  readonly server: string;
  /** Bearer token, basic authentication, impersonation. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** What a TLS connection is opened with: trust, and the client certificate if there is one. */
export type TlsMaterial = Pick<ConnectionOptions, (typeof TLS_FIELDS)[number]>;

const TLS_FIELDS = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'] as const;

/** How old credentials may become: files of tokens and certificates are rotated long before they end. */
const FRESH_MS = 10_000;

/** Credentials from a kubeconfig, read again often enough that rotated files and expiring tokens are followed. */
export class CurrentCredentials {
  readonly #kubeConfig: KubeConfig;
  readonly #clock: Clock;
  /** The last reading, which may still be under way. */
  #reading: Promise<Credentials> | undefined;
  #readAtMs = 0;

  constructor(kubeConfig: KubeConfig, clock: Clock) {
    this.#kubeConfig = kubeConfig;
    this.#clock = clock;
  }

  /**
   * The credentials to use now. Callers of one moment share one reading, so an exec plug-in runs once.
   *
   * Fails: with whatever reading files or running the plug-in failed with; the next call tries again.
   */
  get(): Promise<Credentials> {
    if (this.#reading === undefined || this.#clock.now() - this.#readAtMs >= FRESH_MS) {
      const reading = readCredentials(this.#kubeConfig);
      this.#reading = reading;
      this.#readAtMs = this.#clock.now();
      reading.catch(() => this.#forget(reading));
    }
    return this.#reading;
  }

  /** Has them read again before the next request: the server said 401 to what we have. */
  expire(): void {
    this.#reading = undefined;
  }

  #forget(reading: Promise<Credentials>): void {
    if (this.#reading === reading) this.#reading = undefined;
  }
}

/** Files are read and plug-ins are run by the kubeconfig's own code, which knows all the ways there are. */
async function readCredentials(kubeConfig: KubeConfig): Promise<Credentials> {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) {
    throw new ApiError({ reason: 'NoKubeConfig', code: 0, message: 'the kubeconfig names no cluster' });
  }
  const options: RequestOptions = {};
  await kubeConfig.applyToHTTPSOptions(options);
  return { server: cluster.server, headers: headersOf(options), tls: tlsOf(options) };
}

/** A token file may end in a line end, which a header must not. */
function headersOf(options: RequestOptions): Record<string, string> {
  const entries = Object.entries(options.headers ?? {}).map(([key, value]) => [
    key.toLowerCase(),
    String(value).trim(),
  ]);
  const basic = options.auth
    ? { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` }
    : {};
  return { ...basic, ...Object.fromEntries(entries) };
}

/** Only what makes a TLS connection ours: the rest of the options is about a pool we don't use. */
function tlsOf(options: RequestOptions): TlsMaterial {
  const known = TLS_FIELDS.filter((field) => options[field] !== undefined && options[field] !== null);
  return Object.fromEntries(known.map((field) => [field, options[field]]));
}
