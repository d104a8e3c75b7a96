import { Type, type TSchema } from 'typebox';
import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { GROUP } from './group.ts';
import { rules, type Rule } from './schema.ts';
import { APPLICATION_SCHEMAS } from './spark-application.ts';
import { EXECUTOR_SET_SCHEMAS } from './spark-executor-set.ts';

/** A CustomResourceDefinition, ready to be applied. */
export interface CustomResourceDefinition extends KubernetesObject {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Definitions belong to the cluster: their namespace is empty. */
export const CUSTOM_RESOURCE_DEFINITIONS: Resource<CustomResourceDefinition> = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
};

/** What `kubectl get` shows of an object, in this order. */
interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  /** From the root of the object; nothing is shown where it leads nowhere. */
  readonly jsonPath: string;
  readonly description?: string;
  /** 0: always shown; more: with `--output wide` only. @default 0 */
  readonly priority?: number;
}

/** What differs between our kinds. */
interface Definition {
  readonly kind: string;
  readonly plural: string;
  /** What it is, in a sentence or two: the first that `kubectl explain` says. */
  readonly description: string;
  /** For `kubectl get`. */
  readonly shortName: string;
  readonly version: string;
  /** Who approved a kind in a `k8s.io` group; the API server wants it said. */
  readonly approval: string;
  readonly columns: readonly Column[];
  /** Both halves of an object; what they do not name the API server drops. */
  readonly schemas: { readonly spec: TSchema; readonly status: TSchema };
  /** Where `kubectl scale` and autoscalers find what they need; absent where nothing is to be scaled. */
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    readonly labelSelectorPath: string;
  };
  /** CEL rules over the whole object. */
  readonly rules?: readonly Rule[];
}

/** Named by hand because own columns replace the usual ones. */
const AGE: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** Approval, short name and columns are those of the kubeflow operator: its users' dashboards read them. */
const SPARK_APPLICATION: Definition = {
  kind: 'SparkApplication',
  plural: 'sparkapplications',
  description:
    'An Apache Spark application: what to run, and the pods of its driver and executors. The operator submits it, runs its ' +
    'executors and says in the status what becomes of it.',
  shortName: 'sparkapp',
  version: 'v1beta2',
  approval: 'https://github.com/kubeflow/spark-operator/pull/1298',
  columns: [
    { name: 'Suspend', type: 'boolean', jsonPath: '.spec.suspend' },
    { name: 'Status', type: 'string', jsonPath: '.status.applicationState.state' },
    { name: 'Attempts', type: 'string', jsonPath: '.status.executionAttempts' },
    { name: 'Executors', type: 'integer', jsonPath: '.status.executors.running' },
    { name: 'Start', type: 'string', jsonPath: '.status.lastSubmissionAttemptTime' },
    { name: 'Finish', type: 'string', jsonPath: '.status.terminationTime' },
    AGE,
    // With --output wide.
    { name: 'Message', type: 'string', jsonPath: '.status.applicationState.errorMessage', priority: 1 },
  ],
  schemas: APPLICATION_SCHEMAS,
  scale: {
    specReplicasPath: '.spec.executor.instances',
    statusReplicasPath: '.status.executors.running',
    labelSelectorPath: '.status.executors.selector',
  },
  rules: [
    {
      // In the schema too, so that it holds without a webhook; `nameUnfit` says the same to those who ask us first.
      rule: "self.metadata.name.matches('^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$')",
      message:
        'metadata.name becomes a label and part of other names: use at most 63 lower-case letters, digits and dashes, starting with a letter',
    },
  ],
};

/** `kubectl get sparkexec` answers: how many executors does the driver want, and how many has it? */
const SPARK_EXECUTOR_SET: Definition = {
  kind: 'SparkExecutorSet',
  plural: 'sparkexecutorsets',
  description:
    'The executors of one attempt of a SparkApplication: in the spec what its driver asks for, in the status what there is. ' +
    'Made by the operator, written by the driver, and gone when the attempt is over.',
  shortName: 'sparkexec',
  version: 'v1alpha1',
  approval: 'unapproved, internal to the Spark Application Operator',
  columns: [
    { name: 'Application', type: 'string', jsonPath: '.spec.applicationName' },
    { name: 'Attempt', type: 'integer', jsonPath: '.spec.attempt' },
    { name: 'Wanted', type: 'integer', jsonPath: '.status.desired' },
    { name: 'Running', type: 'integer', jsonPath: '.status.running' },
    { name: 'Lost', type: 'integer', jsonPath: '.status.failed' },
    AGE,
    // With --output wide.
    { name: 'Pending', type: 'integer', jsonPath: '.status.pending', priority: 1 },
    { name: 'Ended', type: 'integer', jsonPath: '.status.succeeded', priority: 1 },
    { name: 'Message', type: 'string', jsonPath: '.status.message', priority: 1 },
  ],
  schemas: EXECUTOR_SET_SCHEMAS,
};

/** The definitions of all our kinds, by the file they are written to. */
export const DEFINITIONS: Readonly<Record<string, CustomResourceDefinition>> = {
  'sparkapplications.yaml': buildDefinition(SPARK_APPLICATION),
  'sparkexecutorsets.yaml': buildDefinition(SPARK_EXECUTOR_SET),
};

/** Every kind is namespaced and has one version, served and stored. */
function buildDefinition(of: Definition): CustomResourceDefinition {
  return {
    apiVersion: CUSTOM_RESOURCE_DEFINITIONS.apiVersion,
    kind: CUSTOM_RESOURCE_DEFINITIONS.kind,
    metadata: {
      name: `${of.plural}.${GROUP}`,
      annotations: { 'api-approved.kubernetes.io': of.approval },
    },
    spec: {
      group: GROUP,
      names: {
        kind: of.kind,
        listKind: `${of.kind}List`,
        plural: of.plural,
        singular: of.kind.toLowerCase(),
        shortNames: [of.shortName],
      },
      scope: 'Namespaced',
      versions: [buildVersion(of)],
    },
  };
}

/** With a status subresource: a write of the status cannot touch the spec, and a change of it moves no generation. */
function buildVersion(of: Definition): Readonly<Record<string, unknown>> {
  const root = Type.Object(
    {
      apiVersion: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      metadata: Type.Unsafe({ type: 'object' }),
      spec: of.schemas.spec,
      status: Type.Optional(of.schemas.status),
    },
    { description: of.description, ...(of.rules === undefined ? {} : rules(...of.rules)) },
  );
  return {
    name: of.version,
    served: true,
    storage: true,
    subresources: { status: {}, ...(of.scale === undefined ? {} : { scale: of.scale }) },
    additionalPrinterColumns: of.columns,
    schema: { openAPIV3Schema: plain(root) },
  };
}

/** The schema as the JSON that the API server gets: TypeBox's own markers are not enumerable and stay behind. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema)) as unknown;
}
