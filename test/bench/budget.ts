/** Judges what was measured: medians, quantiles, and whether a budget is met. */

export interface Budget {
  readonly what: string;
  readonly measured: number;
  readonly bound: { readonly kind: 'at least' | 'at most'; readonly value: number };
  readonly text: (value: number) => string;
}

/** Prints the verdicts; answers with the exit code: 0 when all budgets are met. */
export function judge(budgets: readonly Budget[]): number {
  for (const budget of budgets) console.log(budgetLine(budget));
  return budgets.every(isMet) ? 0 : 1;
}

function isMet({ measured, bound }: Budget): boolean {
  return bound.kind === 'at least' ? measured >= bound.value : measured <= bound.value;
}

/** `met     what: 63 %, must be at least 50 %` */
function budgetLine(budget: Budget): string {
  const { what, measured, bound, text } = budget;
  const verdict = isMet(budget) ? 'met    ' : 'MISSED ';
  return `${verdict} ${what}: ${text(measured)}, must be ${bound.kind} ${text(bound.value)}`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const times = (factor: number): string => `${factor.toFixed(1)} ×`;

/** Of an even number of values, the middle between the two in the middle. */
export const median = (values: readonly number[]): number =>
  (quantile(values, 0.5) -
    quantile(
      values.map((value) => -value),
      0.5,
    )) /
  2;

/** The smallest of the values that is not below `share` of them. Assumes: there is one. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(values.length * share));
  return values.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
}

/** With one digit behind the point, for tables. */
export const rounded = (value: number): number => Number(value.toFixed(1));
