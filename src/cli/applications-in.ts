import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import {
  isRecord,
  schemaOf,
  schemaViolations,
  unknownFields,
  wellFormedPart,
  withoutNulls,
  type Schema,
} from '../api/schema-violations.ts';
import { APPLICATIONS, APPLICATION_SCHEMAS, type SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { applicationWarnings } from '../submission/application-warnings.ts';
import { validateApplication } from '../submission/validate-application.ts';

/** A SparkApplication that somebody wrote into a file, and what there is to say about it. */
export interface WrittenApplication {
  /** For messages: its name, after its namespace where the file says one, else its place in the file. */
  readonly title: string;
  /** Only where `violations` is empty. */
  readonly application: SparkApplication | undefined;
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

/** What the API server would add to an application. */
export interface Assumed {
  /** Where the file names none. */
  readonly namespace: string;
  readonly uid: string;
}

/**
 * Reads the applications of a YAML or JSON file; objects of other kinds are passed over.
 *
 * Guarantees: each is checked as the API server and the operator check it, and against unknown fields; all that is
 * wrong is found at once.
 * Fails: with the `YAMLException` of a file that is no YAML.
 */
export function applicationsIn(text: string, assumed: Assumed): readonly WrittenApplication[] {
  return documentsIn(text)
    .map((document, index) => ({ document, title: titleOf(document, index) }))
    .filter(({ document }) => isApplication(document))
    .map(({ document, title }) => read(document, title, assumed));
}

/** Anchors with `<<` are understood, as kubectl does; a `List` stands for its items. */
function documentsIn(text: string): readonly unknown[] {
  const documents: readonly unknown[] = loadAll(text, { schema: CORE_SCHEMA.withTags(mergeTag) });
  return documents.flatMap((document) =>
    isRecord(document) && document['kind'] === 'List' && Array.isArray(document['items'])
      ? document['items']
      : [document],
  );
}

/** By its kind alone: a wrong `apiVersion` is told, not passed over. */
function isApplication(document: unknown): document is Readonly<Record<string, unknown>> {
  return isRecord(document) && document['kind'] === APPLICATIONS.kind;
}

/** What a person would call it; lists of a whole cluster have a name more than once. */
function titleOf(document: unknown, index: number): string {
  const metadata = isRecord(document) ? document['metadata'] : undefined;
  const { name, namespace }: Fields = isRecord(metadata) ? metadata : {};
  if (typeof name !== 'string' || name === '') return `document ${index + 1}`;
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${name}` : name;
}

type Fields = { readonly name?: unknown; readonly namespace?: unknown };

/** The form first: whatever checks the content relies on it. */
function read(document: unknown, title: string, assumed: Assumed): WrittenApplication {
  const present = withoutNulls(document);
  const unknown = unknownFields(present, FORM, '').map(withoutDot);
  const misshapen = schemaViolations(present, FORM, '').map(withoutDot);
  if (!isWellFormed(present, misshapen)) {
    const { violations, warnings } = foundBeside(misshapen, present, assumed);
    return {
      title,
      application: undefined,
      violations: [...misshapen, ...unknown, ...violations],
      warnings,
    };
  }
  const application = withAssumed(present, assumed);
  const violations = [...unknown, ...validateApplication(application)];
  return {
    title,
    application: violations.length === 0 ? application : undefined,
    violations,
    warnings: applicationWarnings(application, violations),
  };
}

/**
 * What else the operator would find, were the misshapen values not there: nobody corrects a file twice. Nothing where
 * required fields are missing, on which its checks rely.
 */
function foundBeside(
  misshapen: readonly Violation[],
  present: unknown,
  assumed: Assumed,
): Pick<WrittenApplication, 'violations' | 'warnings'> {
  const rest = wellFormedPart(present, FORM);
  if (!isWellFormed(rest, schemaViolations(rest, FORM, ''))) return { violations: [], warnings: [] };
  const application = withAssumed(rest, assumed);
  const isNews = ({ path }: Violation): boolean => !misshapen.some((told) => path.startsWith(told.path));
  const violations = validateApplication(application);
  return {
    violations: violations.filter(isNews),
    warnings: applicationWarnings(application, violations).filter(isNews),
  };
}

/** What nobody has found anything wrong with has the form of its schema. */
function isWellFormed(value: unknown, violations: readonly Violation[]): value is SparkApplication {
  return isRecord(value) && violations.length === 0;
}

/** A namespace of its own stays; the uid is never the file's to say. */
function withAssumed({ metadata, ...rest }: SparkApplication, assumed: Assumed): SparkApplication {
  return {
    ...rest,
    metadata: { ...metadata, namespace: metadata.namespace ?? assumed.namespace, uid: assumed.uid },
  };
}

/** The paths begin at the document. */
const withoutDot = ({ path, message }: Violation): Violation => ({ path: path.replace(/^\./u, ''), message });

const TEXTS: Schema = { type: 'object', additionalProperties: { type: 'string' } };

/** The whole object; of the metadata what is read here. */
const FORM: Schema = {
  type: 'object',
  required: ['apiVersion', 'metadata', 'spec'],
  properties: {
    apiVersion: { type: 'string', enum: [APPLICATIONS.apiVersion] },
    kind: { type: 'string' },
    metadata: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        namespace: { type: 'string', minLength: 1 },
        labels: TEXTS,
        annotations: TEXTS,
      },
      'x-kubernetes-preserve-unknown-fields': true,
    },
    spec: schemaOf(APPLICATION_SCHEMAS.spec),
    status: { 'x-kubernetes-preserve-unknown-fields': true },
  },
};
