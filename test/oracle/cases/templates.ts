/** Pods of the user's own, to which Spark's steps add. */
import type { JsonObject } from '../../golden/json.ts';
import type { OracleCase } from '../oracle-case.ts';
import { about, type CaseChange, type HandPickedCase } from './hand-picked-case.ts';

type Conf = OracleCase['conf'];

/** The same template for the driver and for the executors. */
export function templates(metadata: JsonObject, spec: JsonObject, conf: Conf = {}): CaseChange {
  const template = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
  return {
    files: { 'driver.json': template, 'executor.json': template },
    conf: {
      'spark.kubernetes.driver.podTemplateFile': 'driver.json',
      'spark.kubernetes.executor.podTemplateFile': 'executor.json',
      ...conf,
    },
  };
}

const CONTAINERS = [
  { name: 'first', image: 'first:1', args: ['a'] },
  { name: 'second', image: 'second:1', env: [{ name: 'A', value: '1' }] },
];
const SECOND = {
  'spark.kubernetes.driver.podTemplateContainerName': 'second',
  'spark.kubernetes.executor.podTemplateContainerName': 'second',
};

/** One container with these fields. */
const container = (fields: JsonObject): JsonObject => ({ containers: [{ name: 'mine', ...fields }] });

const METADATA = {
  name: 'templated',
  namespace: 'elsewhere',
  labels: { team: 'blue', 'spark-role': 'mine' },
  annotations: { why: 'because' },
};

const PODS: readonly HandPickedCase[] = about('template', {
  'that is empty': templates({}, {}),
  'without containers': templates({}, { terminationGracePeriodSeconds: 7, restartPolicy: 'Always' }),
  'with metadata': templates(METADATA, container({})),
  'with labels that properties set, too': templates(METADATA, container({}), {
    'spark.kubernetes.driver.label.team': 'red',
    'spark.kubernetes.executor.label.team': 'red',
    'spark.kubernetes.driver.annotation.why': 'else',
    'spark.kubernetes.executor.annotation.why': 'else',
  }),
  'with a place to run': templates(
    {},
    {
      ...container({}),
      nodeSelector: { zone: 'a', disk: 'ssd' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      schedulerName: 'own',
      priorityClassName: 'high',
    },
    { 'spark.kubernetes.node.selector.zone': 'b', 'spark.kubernetes.scheduler.name': 'volcano' },
  ),
  'with a scheduler': templates({}, { ...container({}), schedulerName: 'own' }),
  'with a service account': templates(
    {},
    { ...container({}), serviceAccountName: 'templated', serviceAccount: 'templated' },
    { 'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark' },
  ),
  'with a service account and no other': templates({}, { ...container({}), serviceAccountName: 'templated' }),
  'with pull secrets': templates(
    {},
    { ...container({}), imagePullSecrets: [{ name: 'templated' }] },
    { 'spark.kubernetes.container.image.pullSecrets': 'one' },
  ),
  'with init containers and volumes': templates(
    {},
    {
      ...container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      initContainers: [{ name: 'init', image: 'init:1', command: ['sh', '-c', 'true'] }],
      volumes: [{ name: 'v', emptyDir: {} }],
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      hostAliases: [{ ip: '10.0.0.9', hostnames: ['a'] }],
      securityContext: { runAsUser: 185, fsGroup: 185 },
    },
  ),
  'with a volume for local directories': templates(
    {},
    {
      ...container({ volumeMounts: [{ name: 'spark-local-dir-1', mountPath: '/scratch' }] }),
      volumes: [{ name: 'spark-local-dir-1', emptyDir: {} }],
    },
  ),
});

const INSIDE: readonly HandPickedCase[] = about("template's container", {
  'the first': templates({}, { containers: CONTAINERS }),
  'by name': templates({}, { containers: CONTAINERS }, SECOND),
  'by a name that none has': templates({}, { containers: CONTAINERS.slice(0, 1) }, SECOND),
  'without a name': templates({}, { containers: [{ image: 'x:1' }] }),
  'with an image and a pull policy': templates({}, container({ image: 'mine:1', imagePullPolicy: 'Always' })),
  'with environment': templates(
    {},
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'SPARK_USER', value: 'mine' },
      ],
      envFrom: [{ secretRef: { name: 's' } }],
    }),
    { 'spark.kubernetes.driverEnv.A': '2', 'spark.executorEnv.A': '2' },
  ),
  'with ports': templates(
    {},
    container({ ports: [{ name: 'metrics', containerPort: 8090, protocol: 'TCP' }] }),
  ),
  'with arguments': templates({}, container({ command: ['/bin/own'], args: ['before'] })),
  'with sizes': templates(
    {},
    container({
      resources: {
        requests: { cpu: '3', memory: '9Gi', 'ephemeral-storage': '1Gi' },
        limits: { cpu: '4', memory: '9Gi' },
      },
    }),
  ),
  'with sizes, and a limit of CPU': templates({}, container({ resources: { limits: { cpu: '4' } } }), {
    'spark.kubernetes.driver.limit.cores': '2',
    'spark.kubernetes.executor.limit.cores': '2',
  }),
  'with rights': templates(
    {},
    container({
      securityContext: {
        allowPrivilegeEscalation: true,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
      },
    }),
  ),
  'with a life cycle and probes': templates(
    {},
    container({
      lifecycle: { postStart: { exec: { command: ['true'] } } },
      livenessProbe: { httpGet: { path: '/', port: 4040 } },
      workingDir: '/w',
      tty: true,
    }),
    { 'spark.decommission.enabled': 'true' },
  ),
  'with rules for changing its size': templates(
    {},
    container({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
  ),
});

export const TEMPLATE_CASES: readonly HandPickedCase[] = [...PODS, ...INSIDE];
