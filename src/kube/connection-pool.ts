import { Agent, type Dispatcher } from 'undici';

import type { TlsMaterial } from './credentials.ts';

/** What a connection is for. A watch holds its place for minutes, a request for milliseconds. */
export type Purpose = 'request' | 'watch';

/** As many as ever needed: 100 requests share one HTTP/2 connection. */
const REQUEST_CONNECTIONS = 4;

/** Below the idle limit of common load balancers. */
const KEEP_ALIVE_MS = 30_000;

interface Generation {
  readonly tls: TlsMaterial;
  readonly fingerprint: string;
  readonly agents: Readonly<Record<Purpose, Agent>>;
}

/**
 * The open connections to one API server: HTTP/2, many requests over each, HTTP/1.1 where a proxy offers no better.
 *
 * Guarantees: watches never occupy what requests need, so hundreds of them, or a proxy that takes one request per
 * connection, can't starve a request. New TLS material leads to new connections; the old ones end with their last
 * request.
 */
export class ConnectionPool {
  readonly #silenceMs: number;
  #current: Generation | undefined;
  readonly #ending = new Set<Agent>();

  /** @param silenceMs how long a server may take to connect or to begin its answer before its connection is doubted */
  constructor(silenceMs: number) {
    this.#silenceMs = silenceMs;
  }

  /** The dispatcher to send with; connections are opened only when it needs them. */
  get(tls: TlsMaterial, purpose: Purpose): Dispatcher {
    if (this.#current?.tls !== tls) this.#current = this.#generationFor(tls);
    return this.#current.agents[purpose];
  }

  /** Cuts every connection, also those in use; settles when they are gone. */
  async close(): Promise<void> {
    const agents = [...this.#ending, ...Object.values(this.#current?.agents ?? {})];
    this.#current = undefined;
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  #generationFor(tls: TlsMaterial): Generation {
    const fingerprint = JSON.stringify(tls);
    if (this.#current?.fingerprint === fingerprint) return { ...this.#current, tls };
    this.#retire();
    const agents = { request: this.#agent(tls, REQUEST_CONNECTIONS), watch: this.#agent(tls, null) };
    return { tls, fingerprint, agents };
  }

  /** Undici pings a connection on which a request timed out, and replaces it if the ping isn't answered either. */
  #agent(tls: TlsMaterial, connections: number | null): Agent {
    return new Agent({
      allowH2: true,
      connections,
      connectTimeout: this.#silenceMs,
      headersTimeout: this.#silenceMs,
      bodyTimeout: this.#silenceMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { ...tls, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
    });
  }

  #retire(): void {
    for (const agent of Object.values(this.#current?.agents ?? {})) {
      this.#ending.add(agent);
      agent.close(() => this.#ending.delete(agent));
    }
  }
}
