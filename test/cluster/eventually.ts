/** `eventually` with the patience that pods ask for: on a busy machine the JVM of a driver takes minutes to start. */
import { eventually as eventuallyWithin, type Patience } from '../apiserver/eventually.ts';

export const MINUTES = 60_000;

const PATIENCE: Patience = { limitMs: 8 * MINUTES, everyMs: 200 };

/** What `look` answers, as soon as it answers without failing. Fails: with its last failure. */
export const eventually = <T>(look: () => Promise<T>): Promise<T> => eventuallyWithin(look, PATIENCE);
