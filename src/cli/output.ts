import columnify from 'columnify';
import { dump } from 'js-yaml';
import { UsageError } from './command.ts';

/*
 * The forms in which commands print what they have found: for people, and for scripts.
 */

/** A row of a table: cells by the heading of their column, in the order of the columns. */
export type Row = Readonly<Record<string, string | number | undefined>>;

/** Columns as wide as they have to be, headings first, as kubectl prints them. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([heading, cell]) => [heading, oneLine(cell)])),
  );
  const text = columnify(cells, { columnSplitter: '   ', headingTransform: (heading) => heading });
  return text.replaceAll(/ +$/gmu, '').concat('\n');
}

/** Rows in columns, and how wide these are: for rows that follow later. */
export interface AlignedText {
  readonly text: string;
  readonly widths: readonly number[];
}

/**
 * As `tableText`; with widths given, without headings and in columns of these widths. A cell that is longer than its column
 * moves what stands behind it, as in kubectl: what was printed before cannot be made wider.
 */
export function alignedText(rows: readonly Row[], widths?: readonly number[]): AlignedText {
  const headings = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => headings.map((heading) => oneLine(row[heading])));
  const lines = widths === undefined ? [headings, ...cells] : cells;
  const wide = widths ?? headings.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(wide[at] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  return { text: text.map((line) => `${line}\n`).join(''), widths: wide };
}

/** JSON as people can still read it. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** YAML with long lines whole and without anchors, so that it can be edited and applied. */
export const yamlText = (value: unknown): string => dump(sendable(value), { noRefs: true, lineWidth: -1 });

/** Without the fields that are undefined, as it would be sent. */
const sendable = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Objects as they can be applied. */
export const OBJECT_FORMATS = {
  yaml: (objects: readonly unknown[]) => objects.map(yamlText).join('---\n'),
  json: (items: readonly unknown[]) => jsonText({ apiVersion: 'v1', kind: 'List', items }),
};

/** One of the formats of a command, as `-o` names it. Fails: with a UsageError that names them all. */
export function formatNamed<Format>(name: string, formats: Readonly<Record<string, Format>>): Format {
  const named = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (named !== undefined) return named;
  const known = Object.keys(formats);
  throw new UsageError(`-o takes ${known.slice(0, -1).join(', ')} or ${known.at(-1)}, not "${name}"`);
}

/** Messages of Kubernetes may have several. */
const oneLine = (cell: string | number | undefined): string => String(cell ?? '').replaceAll(/\s+/gu, ' ');
