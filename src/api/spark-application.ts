import { Type, type Static } from 'typebox';
import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { APPLICATION_API_VERSION } from './group.ts';
import type { ApplicationState } from './application-state.ts';
import type { Condition } from './condition.ts';
import { DependenciesSchema } from './dependencies.ts';
import { DynamicAllocationSchema } from './dynamic-allocation.ts';
import { EXECUTOR_STATES, type ExecutorState } from './executor-state.ts';
import { VolumeSchema } from './kubernetes-schemas.ts';
import {
  BatchSchedulerOptionsSchema,
  DriverIngressSchema,
  MonitoringSchema,
  SparkUiOptionsSchema,
} from './outside-access.ts';
import { POD_FIELDS, PROPERTY_POD_FIELDS } from './pod-fields.ts';
import { PodTemplateSchema } from './pod-template.ts';
import { FailuresSchema, RestartPolicySchema } from './restart-policy.ts';
import { RecentLosses } from './spark-executor-set.ts';
import { Int32, Int64, OneOf, StringMap, Strings, Time } from './schema.ts';
import { INGRESS_RULES, POD_NAME_RULES, SPARK_CONF_RULES, SPEC_RULES } from './spec-rules.ts';
import { TimeoutsSchema } from './timeouts.ts';

/*
 * The SparkApplication: what people write. Typed fields win over `sparkConf`. No field has a default in the schema,
 * because a default would override `sparkConf`.
 */

/** Short, as it stands in nearly every line. */
const optional = Type.Optional;

/** Who makes executors: the operator, or Spark's own allocator in the driver. */
const MANAGEMENTS = ['Operator', 'Driver'] as const;

/** What driver and executor have in common; the property of a role wins over the one of both. */
const commonPodFields = {
  cores: optional(Int32('Cores the JVM may use: spark.driver.cores, spark.executor.cores.', 1)),
  coreLimit: optional(Type.String({ description: 'CPU limit of the container, for example 1200m.' })),
  coreRequest: optional(
    Type.String({ description: 'CPU request of the container. Follows cores if absent.' }),
  ),
  memory: optional(Type.String({ description: 'Heap, for example 512m or 2g.' })),
  memoryOverhead: optional(Type.String({ description: 'Memory beside the heap, for example 384m.' })),
  image: optional(Type.String({ description: 'Image of this role, in place of spec.image.' })),
  javaOptions: optional(Type.String({ description: 'Options for the JVM; heap size is not among them.' })),
  labels: optional(StringMap('Labels of the pods.')),
  annotations: optional(StringMap('Annotations of the pods.')),
  envVars: optional(StringMap('Environment of the Spark container.')),
  nodeSelector: optional(StringMap('Labels a node must have.')),
  serviceAccount: optional(Type.String({ description: 'Service account of the pods.' })),
  ...PROPERTY_POD_FIELDS,
  ...POD_FIELDS,
  template: optional(PodTemplateSchema),
};

const Driver = Type.Object(
  {
    ...commonPodFields,
    podName: optional(
      Type.String({
        maxLength: 253,
        description: 'Name of the pod. @default <name>-driver',
        ...POD_NAME_RULES,
      }),
    ),
    serviceLabels: optional(StringMap('Labels of the headless service of the driver.')),
    serviceAnnotations: optional(StringMap('Annotations of the headless service of the driver.')),
    kubernetesMaster: optional(
      Type.String({ description: 'Refused: the driver runs in the cluster of its operator.' }),
    ),
  },
  { description: 'The driver.' },
);

const Executor = Type.Object(
  {
    ...commonPodFields,
    instances: optional(Int32('Executors, while dynamic allocation is off.', 1)),
    deleteOnTermination: optional(
      Type.Boolean({
        description:
          'Delete executor pods that have ended. When false they stay, labelled spark-exec-inactive=true.',
      }),
    ),
  },
  { description: 'The executors.' },
);

const Spec = Type.Object(
  {
    // What kind of application it is, and who makes its executors.
    type: OneOf(['Java', 'Scala', 'Python', 'R'], 'Language of the application.'),
    sparkVersion: Type.String({
      minLength: 1,
      description: 'Version of Spark in the image, for example 4.3.0.',
    }),
    mode: optional(OneOf(['cluster', 'client'], 'Only cluster is run. @default cluster')),
    executorManagement: optional(
      OneOf(
        MANAGEMENTS,
        'Who makes the executors: the operator, or Spark in the driver, which then needs rights on pods ' +
          '(docs/driver-mode.md). @default Operator; Driver where Spark cannot leave it to the operator',
      ),
    ),
    // The image of both roles, which a role may replace, and how nodes get it.
    image: optional(Type.String({ description: 'Image of driver and executors.' })),
    imagePullPolicy: optional(OneOf(['Always', 'IfNotPresent', 'Never'], 'When to pull the image.')),
    imagePullSecrets: optional(Strings('Names of the secrets to pull the image with.')),
    // What is run: a class in a jar, a script, or a jar that says itself what its class is.
    mainClass: optional(Type.String({ description: 'Class with the main method, for Java and Scala.' })),
    mainApplicationFile: Type.String({
      minLength: 1,
      description:
        'Jar, Python or R file: local:///path in the image, configmap://NAME/KEY, or a URI that the driver can read.',
    }),
    arguments: optional(Strings('Arguments of the application.')),
    // Configuration of Spark and of Hadoop's clients: as properties, or as files that stand ready in a ConfigMap.
    sparkConf: optional({
      ...StringMap('Spark properties. Typed fields win over them.'),
      ...SPARK_CONF_RULES,
    }),
    sparkConfigMap: optional(
      Type.String({ description: 'ConfigMap of SPARK_CONF_DIR: logging and the like, no properties.' }),
    ),
    hadoopConfigMap: optional(Type.String({ description: 'ConfigMap of HADOOP_CONF_DIR.' })),
    hadoopConf: optional(StringMap('Hadoop properties: each becomes spark.hadoop.<key>.')),
    // What both pods have. Everything else about pods stands with the role.
    nodeSelector: optional(StringMap('Labels a node must have, for driver and executors.')),
    volumes: optional(
      Type.Array(VolumeSchema, { description: 'Volumes for the pods that mount them, by volumeMounts.' }),
    ),
    memoryOverheadFactor: optional(
      Type.String({
        description: 'Memory beside the heap, as a share of it. @default 0.1; 0.4 for Python and R',
      }),
    ),
    // What it needs beside its main file, and where files of the person who submits were put.
    fileUploadPath: optional(
      Type.String({
        description:
          'Where local files were put: spark.kubernetes.file.upload.path. A file: URI below it is no stranger.',
      }),
    ),
    deps: optional(DependenciesSchema),
    // How it lives: whether it runs again, waits, is given up on, and how long it is kept. None of these needs other pods,
    // so an edit of them applies to what runs.
    restartPolicy: optional(RestartPolicySchema),
    suspend: optional(
      Type.Boolean({
        description: 'Run nothing: what runs is ended, and begins anew once this is false. @default false',
      }),
    ),
    timeToLiveSeconds: optional(
      Type.Integer({
        format: 'int64',
        description: 'Delete the application so long after its end; 0 or less: at once. @default never',
      }),
    ),
    timeouts: optional(TimeoutsSchema),
    // On whose behalf the driver acts.
    proxyUser: optional(Type.String({ description: 'User whom the driver acts for: --proxy-user.' })),
    // Fields that resources for older operators and older Sparks have.
    pythonVersion: optional(OneOf(['2', '3'], 'Not read: Spark 3 knows Python 3 alone.')),
    batchScheduler: optional(Type.String({ description: 'Scheduler that places the pods as a group.' })),
    batchSchedulerOptions: optional(BatchSchedulerOptionsSchema),
    // How it is seen from outside: metrics, Spark's own pages, other ports of the driver.
    monitoring: optional(MonitoringSchema),
    sparkUIOptions: optional(SparkUiOptionsSchema),
    driverIngressOptions: optional(
      Type.Array(DriverIngressSchema, {
        maxItems: 32,
        description: 'Services and Ingresses of other ports of the driver.',
        ...INGRESS_RULES,
      }),
    ),
    driverPodDisruptionBudget: optional(
      Type.Boolean({ description: 'Protect the driver from voluntary disruptions.' }),
    ),
    failureRetries: optional(Int32('Not read; use restartPolicy.onFailureRetries.')),
    retryInterval: optional(Int64('Not read; use restartPolicy.onFailureRetryInterval.')),
    // The two roles. Both must be there, if only as {}: existing tools count on it.
    driver: Driver,
    executor: Executor,
    dynamicAllocation: optional(DynamicAllocationSchema),
  },
  { description: 'What to run.', ...SPEC_RULES },
);

/** Copied from the executor set, so that they outlive it. Written by the operator. */
const Executors = Type.Object(
  {
    desired: Int32('Executors wanted.'),
    pending: Int32('Executors asked for, not running yet.'),
    running: Int32('Executors running.'),
    succeeded: Int32('Executors of this attempt that ended with exit code 0.'),
    failed: Int32('Executors of this attempt that ended any other way.'),
    selector: Type.String({ description: 'Label selector of the executor pods.' }),
  },
  { description: 'Counts of the executors of this attempt.' },
);

/** Written by hand: TypeBox would make a union of constants out of `status`, which a structural schema refuses. */
const ConditionSchema = Type.Unsafe<Condition>({
  type: 'object',
  description: 'A standard condition.',
  required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
  properties: {
    type: { type: 'string', maxLength: 316, description: 'What is true or not.' },
    status: { type: 'string', enum: ['True', 'False', 'Unknown'], description: 'Whether it is.' },
    reason: { type: 'string', maxLength: 1024, description: 'Why, CamelCase, for machines.' },
    message: { type: 'string', maxLength: 32768, description: 'Why, in words.' },
    lastTransitionTime: { type: 'string', format: 'date-time', description: 'When the status changed.' },
    observedGeneration: {
      type: 'integer',
      format: 'int64',
      minimum: 0,
      description: 'The generation of `spec` it was found out from.',
    },
  },
});

/** How one attempt went. */
const AttemptRecord = Type.Object({
  attempt: Int32('Number of the attempt.', 1),
  submissionID: optional(Type.String({ description: 'Id of its submission.' })),
  startTime: optional(Time('When it was submitted.')),
  endTime: optional(Time('When its driver was seen to have ended.')),
  outcome: Type.String({ description: 'Succeeded, Failed, or CutOff by an edit or a suspension.' }),
  reason: optional(Type.String({ description: 'Why it failed, CamelCase.' })),
});

/** Written by the operator alone. Names of fields and times are those existing tools read. */
const Status = Type.Object(
  {
    applicationState: Type.Object(
      {
        state: Type.Unsafe<ApplicationState>({ type: 'string', description: 'State of the application.' }),
        errorMessage: optional(Type.String({ description: 'Why it failed, and what to do.' })),
      },
      { description: 'Where the application is in its life.' },
    ),
    // The pod of the current attempt, or of the last one, and the ways to its pages.
    driverInfo: Type.Object(
      {
        podName: optional(Type.String({ description: 'Name of the driver pod.' })),
        webUIServiceName: optional(Type.String({ description: "Service of Spark's pages." })),
        webUIPort: optional(Int32('Its port.')),
        webUIAddress: optional(
          Type.String({ description: 'Its address within the cluster, with the port.' }),
        ),
        webUIIngressName: optional(Type.String({ description: "Ingress of Spark's pages." })),
        webUIIngressAddress: optional(Type.String({ description: 'Where they answer from outside.' })),
      },
      { description: 'The driver.' },
    ),
    // By what Spark, and whoever reads labels, know the current attempt; each has ids of its own.
    sparkApplicationId: optional(Type.String({ description: 'The id Spark knows it by: spark.app.id.' })),
    submissionID: optional(Type.String({ description: 'Id of the latest submission.' })),
    lastSubmissionAttemptTime: optional(Time('When the latest submission began.')),
    terminationTime: optional(Time('When the driver was seen to have ended.')),
    // Attempts: how they are counted, what the restart policy goes by, and those that are over.
    executorManagement: optional(OneOf(MANAGEMENTS, 'Who makes the executors of this attempt.')),
    attempt: optional(Int32('Number of the latest attempt that was accepted. None is used twice.')),
    executionAttempts: optional(
      Int32('Submissions that succeeded since the application was applied or changed.'),
    ),
    submissionAttempts: optional(
      Int32('Submissions that were tried since the application was applied or changed.'),
    ),
    failures: optional(FailuresSchema),
    nextAttemptTime: optional(Time('When the next attempt begins, while it is waited for.')),
    attempts: optional(
      Type.Array(AttemptRecord, {
        maxItems: 10,
        description: 'The last attempts that have ended, oldest first.',
      }),
    ),
    submittedSpec: optional(
      Type.String({ maxLength: 64, description: 'Fingerprint of what the latest attempt was made from.' }),
    ),
    // Executors of the current attempt. All of it is bounded, however many there are or have been.
    executors: optional(Executors),
    executorState: optional(
      Type.Unsafe<Readonly<Record<string, ExecutorState>>>({
        type: 'object',
        additionalProperties: { type: 'string', enum: EXECUTOR_STATES },
        description:
          'State of each executor by the name of its pod: up to 500 that are there, and the last 50 that are gone.',
      }),
    ),
    recentLosses: optional(RecentLosses),
    // The same for tools that know nothing of Spark.
    conditions: optional(
      Type.Array(ConditionSchema, {
        maxItems: 16,
        description: 'Standard conditions: DriverReady, ExecutorsReady, Completed, Failed and the like.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['type'],
      }),
    ),
    observedGeneration: optional(Int64('The generation of `spec` this status answers.')),
  },
  { description: 'What became of it.' },
);

/** Schemas of the two halves, for the CRD and the validator. */
export const APPLICATION_SCHEMAS = { spec: Spec, status: Status };

export type SparkApplicationSpec = Static<typeof Spec>;
export type SparkApplicationStatus = Static<typeof Status>;
export type DriverSpec = Static<typeof Driver>;
export type ExecutorSpec = Static<typeof Executor>;
export type ExecutorCounts = Static<typeof Executors>;
export type ManagedBy = (typeof MANAGEMENTS)[number];
export type AttemptRecord = Static<typeof AttemptRecord>;

/** What people write and the operator answers. */
export interface SparkApplication extends KubernetesObject {
  readonly spec: SparkApplicationSpec;
  readonly status?: SparkApplicationStatus;
}

export const APPLICATIONS: Resource<SparkApplication> = {
  apiVersion: APPLICATION_API_VERSION,
  kind: 'SparkApplication',
  plural: 'sparkapplications',
};
