import { LABEL_VALUES, METRICS, type Metric } from '../../src/metrics/names.ts';
import { ERRORS, type Retry } from '../../src/operator-error.ts';
import { PROPERTIES, type Property } from '../../src/spark/properties.ts';
import { FORCED_PROPERTIES } from '../../src/submission/forced-properties.ts';
import { REFUSED_PROPERTIES } from '../../src/submission/refused-properties.ts';
import { FILE_PROPERTIES } from '../../src/submission/submitters-files.ts';
import { markdownTable } from './markdown-table.ts';
import { ROOMS } from './rooms.ts';

const WRITTEN = '<!-- Written by "npm run docs"; a test holds it equal to the code. -->';

const TRYING_AGAIN_HELPS: Readonly<Record<Retry, string>> = {
  backoff: 'yes; the operator does so by itself, after rests that grow.',
  'on-spec-change': 'only after the remedy.',
  never: 'no.',
};

/** The text of `docs/errors.md`: every error of the catalogue, in its order. */
export function renderedErrors(): string {
  const entries = Object.entries(ERRORS).map(([code, { says, remedy, retry }]) =>
    [
      `## ${code}`,
      '',
      `\`${says}\``,
      '',
      `- Remedy: ${remedy === '{remedy}' ? 'the message says it.' : plain(remedy)}`,
      `- Trying again helps: ${TRYING_AGAIN_HELPS[retry]}`,
      '',
    ].join('\n'),
  );
  return `# Errors

${WRITTEN}

What the operator reports by a code of its own. An application shows the message, which ends with the remedy, in its
status (\`kubectl describe sparkapp NAME\`) and in its Events.
Words in braces stand for the details of the case.

${entries.join('\n')}`;
}

/** The text of `docs/metrics.md`: every metric, in the order of its table. */
export function renderedMetrics(): string {
  const metrics: readonly (readonly [string, Metric])[] = Object.entries(METRICS);
  const rows = metrics.map(([name, { kind, labels, help }]) => [
    `\`${name}\``,
    kind,
    unitOf(name),
    labels.map(labelText).join('; '),
    plain(help),
  ]);
  const buckets = metrics.flatMap(([name, { buckets: bounds }]) =>
    bounds === undefined ? [] : [[`\`${name}\``, bounds.join(', ')]],
  );
  return `# Metrics

${WRITTEN}

Served at \`/metrics\` on port 8080 (\`--port\`). Every series is there from the start, with the value 0. Beside these
there are the usual ones of a Node process, \`process_*\` and \`nodejs_*\`.

${markdownTable(['Metric', 'Kind', 'Unit', 'Labels and their values', 'What it says'], rows)}

${markdownTable(['Histogram', 'Upper bounds of its buckets'], buckets)}
`;
}

/** The text of `docs/properties.md`: every property, by where it takes effect, in the order of the table. */
export function renderedProperties(): string {
  const uses = [...new Set(PROPERTIES.map(({ use }) => use))];
  const sections = uses.map((use) => {
    const rows = PROPERTIES.filter((property) => property.use === use).map((property) => [
      `\`${property.key.replace(/\.$/u, '.*')}\``,
      plain(property.default),
      property.unit,
      property.since.replace(/\.0$/u, ''),
      `${plain(property.doc)}${restrictionOf(property)}`,
    ]);
    return `## ${TITLES[use] ?? use}\n\n${markdownTable(['Property', 'Default', 'Unit', 'Since Spark', 'What it is for'], rows)}\n`;
  });
  return `# Properties

${WRITTEN}

Every property of Spark on Kubernetes, and those of Spark itself that pods are made from: with its default in Spark 4.3,
and where it takes effect. \`*\` stands for a name of your own. Properties that are not listed reach the driver as they
were written. A \`spark.kubernetes.*\` property that Spark does not know is told in a Warning Event of the application
(\`kubectl describe sparkapp NAME\`), and by \`sparkctl validate\`, with the nearest one it knows; so is any other that has one
word misspelt of a property of Spark 3.4 to 4.3.

${sections.join('\n')}`;
}

const TITLES: Readonly<Record<string, string>> = {
  'driver pod': 'In the driver pod',
  'executor pods': 'In the executor pods',
  'driver and executor pods': 'In all pods',
  'Service of the driver': 'In the Service of the driver',
  submission: 'At the submission',
  'control loop of the executors': 'While the operator runs the executors',
  'Spark in the driver': 'In the driver, by Spark itself',
  nowhere: 'Nowhere',
};

const UNLESS_DRIVER = ', except in [Driver mode](driver-mode.md)';

/** What keeps the property from what it is for: it is refused, forced, or has no effect. */
function restrictionOf({ key, because, inDriverMode }: Property): string {
  const refused = REFUSED_PROPERTIES.find((row) =>
    row.key.endsWith('.') ? key.startsWith(row.key) : row.key === key,
  );
  if (refused !== undefined) {
    const unless = refused.inDriverMode === true ? UNLESS_DRIVER : '';
    return ` **Refused** in \`sparkConf\`${unless}: ${refused.why}. ${refused.remedy}`;
  }
  const file = FILE_PROPERTIES.find((row) => row.key === key);
  if (file !== undefined)
    return ` **Refused** in \`sparkConf\`: no disk but the submitter's has the file. ${file.remedy}`;
  const forced = FORCED_PROPERTIES.find((row) => row.key === key);
  if (forced !== undefined) return ` **Forced** in the driver${UNLESS_DRIVER}: ${forced.because}.`;
  return because === undefined ? '' : ` **No effect**${inDriverMode ? UNLESS_DRIVER : ''}: ${because}.`;
}

/** The table of rooms in `README.md`, top to bottom as they may import each other. */
export function renderedRooms(): string {
  const rows = Object.entries(ROOMS).map(([room, { door, imports, shellImports = [] }]) => [
    roomText(room),
    plain(door),
    imports.map(roomText).join(', '),
    shellImports.map(roomText).join(', '),
  ]);
  return markdownTable(['Room', 'On its door', 'Imports', 'Files that do I/O import also'], rows);
}

/** By the rules of Prometheus a metric's name ends in its unit, before `_total`. */
function unitOf(name: string): string {
  return /_(seconds|bytes)(?:_total)?$/u.exec(name)?.[1] ?? 'number';
}

function labelText(label: string): string {
  const values = LABEL_VALUES[label] ?? [];
  return `\`${label}\`: ${values.map((value) => `\`${value}\``).join(', ')}`;
}

function roomText(room: string): string {
  return room === '' ? '`src/*.ts`' : `\`${room}/\``;
}

/** Text in which nothing is taken for markup. */
function plain(text: string): string {
  return text.replaceAll(/[*<]/gu, String.raw`\$&`);
}
