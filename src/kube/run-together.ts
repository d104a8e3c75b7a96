/** Something that works until its signal aborts, and settles when it has really ended. */
type Work = (signal: AbortSignal) => Promise<unknown>;

/**
 * Does all of `works` side by side, until `signal` aborts and each has ended.
 *
 * Guarantees: where one fails, the others are told to end and are waited for, so that a process never lives on with
 * half of what it is for.
 * Fails: with the first failure.
 */
export async function runTogether(signal: AbortSignal, works: readonly Work[]): Promise<void> {
  const failing = new AbortController();
  const ending = AbortSignal.any([signal, failing.signal]);
  let failure: { readonly cause: unknown } | undefined;
  const run = async (work: Work): Promise<void> => {
    try {
      await work(ending);
    } catch (cause) {
      failure ??= { cause };
      failing.abort();
    }
  };
  await Promise.all(works.map(run));
  if (failure !== undefined) throw failure.cause;
}
