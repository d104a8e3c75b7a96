import workerThreads from 'node:worker_threads';
import zlib from 'node:zlib';

/**
 * Lets the HTTP client be loaded on Node 20. While it is loaded it names two functions that Node has from 22 on; neither
 * is ever called here: no answer is compressed that way, and nothing is handed to another thread.
 */
export function standInForNewerNode(): void {
  standIn(zlib, 'createZstdDecompress');
  standIn(workerThreads, 'markAsUncloneable');
}

/** Changes the module for everybody, which is what it is for: the client asks the same one. */
function standIn(module: object, name: string): void {
  if (!(name in module)) Object.assign(module, { [name]: () => undefined });
}
