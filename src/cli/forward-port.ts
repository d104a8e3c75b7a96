import { Writable, type Duplex } from 'node:stream';
import { PortForward, type KubeConfig } from '@kubernetes/client-node';
import type { PodPort } from './cluster.ts';
import { CommandError } from './command.ts';

/**
 * Connects a stream to a port of a pod: a WebSocket to the API server, which passes it on to the kubelet of the node.
 *
 * Guarantees: settles when either side has ended, and the other with it.
 * Fails: with a CommandError where the API server refuses, or where nobody listens on the port.
 */
export async function forwardPort(
  kubeConfig: KubeConfig,
  { namespace, name, port }: PodPort,
  stream: Duplex,
): Promise<void> {
  // The kubelet's own words; it says something only where it fails.
  let complaint = '';
  const complaints = new Writable({
    write(chunk: Buffer, _, done) {
      complaint += chunk.toString();
      done();
    },
  });
  const socket = await new PortForward(kubeConfig)
    .portForward(namespace, name, [port], stream, complaints, stream)
    .catch((cause: unknown) => {
      throw new CommandError(`port ${port} of pod ${name}: ${sentenceOf(cause)}`, { cause });
    });
  // A function only where it was asked to try again.
  if (typeof socket === 'function') return;
  await new Promise<void>((resolve) => {
    stream.once('close', () => socket.close());
    socket.addEventListener('close', () => {
      stream.end();
      resolve();
    });
    // It may have gone while the other side was called.
    if (stream.destroyed) socket.close();
  });
  if (complaint !== '') throw new CommandError(`port ${port} of pod ${name}: ${complaint.trim()}`);
}

/** The client rejects with an event, which has a message, or with an error. */
function sentenceOf(cause: unknown): string {
  const message =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
  return /\b403$/u.test(message)
    ? 'you may not get, or not create, pods/portforward in its namespace'
    : message;
}
