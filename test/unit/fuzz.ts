/** Random input for whatever reads what others wrote: the same in every run, and little enough to take no time. */
import * as fc from 'fast-check';
import { OperatorError } from '../../src/operator-error.ts';

/** The same in every run, so that a test that fails fails again. */
const SEED = 20_261_123;

/** The smallest input found for which `holds` is not true, or throws, in words; undefined where there is none. */
export function exceptionTo<T>(
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => boolean,
  runs = 200,
): string | undefined {
  return reportOf(fc.check(fc.property(inputs, holds), { seed: SEED, numRuns: runs }));
}

/** The same for what has to be waited for. */
export async function lateExceptionTo<T>(
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => Promise<boolean>,
): Promise<string | undefined> {
  return reportOf(await fc.check(fc.asyncProperty(inputs, holds), { seed: SEED, numRuns: 200 }));
}

/** A long input is cut: what is wrong with it shows at its beginning, or it is that it is long. */
function reportOf<T>({ counterexample, errorInstance }: fc.RunDetails<[T]>): string | undefined {
  if (counterexample === null) return undefined;
  const because = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : '';
  return `${JSON.stringify(counterexample[0]).slice(0, 500)} ${because}`;
}

/**
 * Texts of any kind; texts that nearly are what is read, made of `pieces`; and long ones, on which a pattern that is
 * slow would seem to hang.
 */
export function nearly(...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.constantFrom(...AWKWARD, ...pieces);
  const long = fc.tuple(piece, piece, piece).map(([head, part, tail]) => head + repeated(part) + tail);
  return fc.oneof(
    { weight: 4, arbitrary: anyText() },
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: long },
  );
}

/** Of any characters there are. fast-check's own take a second to be listed. */
export function anyText(): fc.Arbitrary<string> {
  const character = fc.nat({ max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point));
  return fc.oneof(fc.string(), fc.string({ unit: character }));
}

const AWKWARD = ['', ' ', '-', '.', '\n', '1', '00', '9'.repeat(30), 'é', '\u0000', '__proto__'];

const LONG = 20_000;
const repeated = (part: string): string => part.repeat(Math.ceil(LONG / Math.max(1, part.length)));

/**
 * Whether `parse` gives a value that is `right`, or refuses by an error of ours whose sentence names the `place`.
 *
 * Fails: with any other exception.
 */
export function isReadOrRefused<T>(
  parse: () => T,
  place: string,
  right: (value: T) => boolean = () => true,
): boolean {
  let value: T;
  try {
    value = parse();
  } catch (caught) {
    if (!(caught instanceof OperatorError)) throw caught;
    return caught.message.includes(place) && !/undefined|\{(field|text|problem)\}/u.test(caught.message);
  }
  return right(value);
}
