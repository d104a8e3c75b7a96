import type { Container, PodManifest } from './pod.ts';
import { quantityBytes } from './quantity.ts';

/** Amounts by the names of resources: cores, bytes, devices. */
export type Amounts = ReadonlyMap<string, number>;

/**
 * What a pod asks its node for, as the scheduler counts: all containers together, or a single init container where that
 * asks for more. A container that has a limit and no request asks for the limit.
 *
 * @see Kubernetes `PodRequests`
 */
export function podAmounts({ spec }: PodManifest): Amounts {
  const together = sumOf(spec.containers.map(containerAmounts));
  return (spec.initContainers ?? [])
    .map(containerAmounts)
    .reduce<Amounts>((most, one) => combined(most, one, (left, right) => Math.max(left, right)), together);
}

/** All of these together. */
export const sumOf = (all: readonly Amounts[]): Amounts =>
  all.reduce<Amounts>((sum, one) => combined(sum, one, (left, right) => left + right), new Map());

/** So many times these amounts. */
export const timesOf = (amounts: Amounts, count: number): Amounts =>
  new Map([...amounts].map(([name, amount]) => [name, amount * count]));

/** As quantities: cores in thousandths, sizes in MiB where they are whole ones; rounded up. */
export function quantitiesOf(amounts: Amounts): Readonly<Record<string, string>> {
  return Object.fromEntries([...amounts].map(([name, amount]) => [name, quantityText(name, amount)]));
}

/** Unreadable quantities are left out: the API server refuses their pods. */
function containerAmounts({ resources = {} }: Container): Amounts {
  const asked = Object.entries({ ...resources.limits, ...resources.requests });
  return new Map(
    asked.flatMap(([name, quantity]) => {
      const amount = quantityBytes(quantity);
      return amount === undefined ? [] : [[name, amount] as const];
    }),
  );
}

function combined(one: Amounts, other: Amounts, how: (left: number, right: number) => number): Amounts {
  const names = new Set([...one.keys(), ...other.keys()]);
  return new Map([...names].map((name) => [name, how(one.get(name) ?? 0, other.get(name) ?? 0)]));
}

const MEBI_BYTE = 2 ** 20;

/** Sums of thousandths are not exact: what is less than a millionth is no part of them. */
const INEXACT = 1e-6;

function quantityText(name: string, amount: number): string {
  if (name === 'cpu') return `${Math.ceil(amount * 1_000 - INEXACT)}m`;
  const whole = Math.ceil(amount - INEXACT);
  return whole > 0 && whole % MEBI_BYTE === 0 ? `${whole / MEBI_BYTE}Mi` : String(whole);
}
