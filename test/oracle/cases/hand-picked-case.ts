/** One case that a person thought of, with a name that says what it is about. */
import { PLAIN_CASE, type OracleCase } from '../oracle-case.ts';

export interface HandPickedCase {
  /** Also the name of its golden. */
  readonly name: string;
  readonly asked: OracleCase;
}

/** Changes to the plain case: properties are added to its own, the rest replaces it. */
export type CaseChange = Partial<OracleCase>;

/** Cases about one subject, by what is special in each. */
export function about(
  subject: string,
  changes: Readonly<Record<string, CaseChange>>,
): readonly HandPickedCase[] {
  return Object.entries(changes).map(([title, { conf, ...others }]) => ({
    name: `${subject}: ${title}`,
    asked: { ...PLAIN_CASE, ...others, conf: { ...PLAIN_CASE.conf, ...conf } },
  }));
}

/** The same, where each case is nothing but properties. */
export function aboutProperties(
  subject: string,
  confs: Readonly<Record<string, OracleCase['conf']>>,
): readonly HandPickedCase[] {
  return about(subject, Object.fromEntries(Object.entries(confs).map(([title, conf]) => [title, { conf }])));
}

/** One case for each value of a property. */
export function valuesOf(key: string, ...values: readonly string[]): readonly HandPickedCase[] {
  return aboutProperties(
    key.replace(/^spark\.(kubernetes\.)?/u, ''),
    Object.fromEntries(values.map((value) => [value === '' ? 'empty' : value, { [key]: value }])),
  );
}
