/** Tells a person where we differ from Spark: one small case for each kind of difference. */
import type { Json } from '../golden/json.ts';
import type { Verdict } from './ask-many.ts';
import type { Difference } from './comparison.ts';
import type { OracleCase } from './oracle-case.ts';

/** Longer values are cut. */
const SHOWN_CHARACTERS = 400;

/** Cases that differ in the same place, wherever in a list that is. */
export function kindOf({ differences }: Verdict): string {
  const first = differences[0];
  if (first === undefined) return '';
  if (first.path !== 'refused' && first.path !== 'crashed') return first.path.replaceAll(/\.\d+/gu, '.*');
  return [first.path, textOf(first.spark).slice(0, 60), textOf(first.ours).slice(0, 60)].join(' ');
}

/** The lines for one kind of difference, told by its smallest case; so many `others` have it, too. */
export function described(smallest: Verdict, others: number): string {
  const [first, ...more] = smallest.differences;
  return [
    `${smallest.name}${others === 0 ? '' : `, and ${others} others`}:`,
    ...(first === undefined ? [] : differenceLines(first)),
    ...(more.length === 0 ? [] : [`  and ${more.length} more places, such as ${more[0]?.path ?? ''}`]),
    '  with',
    ...caseLines(smallest.asked).map((line) => `    ${line}`),
    '',
  ].join('\n');
}

function differenceLines({ path, spark, ours }: Difference): readonly string[] {
  return [`  ${path}`, `    Spark: ${textOf(spark)}`, `    ours:  ${textOf(ours)}`];
}

function caseLines(asked: OracleCase): readonly string[] {
  const { conf, kind, resource, arguments: words, ...rest } = asked;
  return [
    `${kind} ${resource} ${words.map((word) => JSON.stringify(word)).join(' ')}`.trimEnd(),
    ...Object.entries(conf).map(([key, value]) => `${key}=${JSON.stringify(value)}`),
    ...Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
}

function textOf(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
