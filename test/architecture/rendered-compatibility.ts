import { schemaOf, type Schema } from '../../src/api/schema-violations.ts';
import { APPLICATION_SCHEMAS } from '../../src/api/spark-application.ts';
import { IDLE_FIELDS } from '../../src/submission/application-warnings.ts';
import { markdownTable } from './markdown-table.ts';

/** Fields that files for the kubeflow operator do not have. */
const OURS: readonly string[] = [
  'spec.executorManagement',
  'spec.timeouts',
  'spec.restartPolicy.onInfrastructureFailureRetries',
  'spec.driver.topologySpreadConstraints',
  'spec.executor.topologySpreadConstraints',
];

/** Fields that such files have, and what is different about them here. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'spec.type':
    'counts where `mainApplicationFile` does not end in `.py`, `.R` or `.jar`, which `spark-submit` goes by',
  'spec.mode': '`cluster` alone: the API server refuses `client`',
  'spec.sparkVersion':
    '3.0 or newer; before 3.4 drivers make their executors themselves ([Driver mode](driver-mode.md))',
  'spec.mainApplicationFile':
    'may be `configmap://NAME/KEY`; a file of the operator is refused: nobody could have put it there',
  'spec.deps': 'is fetched by the driver, never by the operator',
  'spec.sparkConf': 'the same properties are refused, and some more ([Properties](properties.md))',
  'spec.sparkConfigMap': 'is mounted at the same place; properties in it do not count',
  'spec.restartPolicy':
    'waits are counted from the failure and grow with failures in a row ([The life of an application](life.md))',
  'spec.timeToLiveSeconds':
    'counts for every end; `--default-time-to-live-seconds` for applications that say nothing',
  'spec.sparkUIOptions':
    'makes the Service of its pages, which others have with `--ui-service` alone; an Ingress with `--ingress-url-format`; both go with the attempt',
  'spec.driverIngressOptions':
    'an entry without `ingressURLFormat` is a Service alone; all go with the attempt',
  'spec.monitoring': 'acts with `prometheus`, as there; rules of its own give the metrics the same names',
  'spec.driverPodDisruptionBudget': 'acts by itself, without a flag of the operator',
  'spec.batchScheduler':
    '`volcano`, `yunikorn` or `kube-scheduler`, one member at least in each group; with `kube-scheduler` a role may name the scheduler (`schedulerName`)',
  'spec.nodeSelector': 'may stand beside that of a role, which wins label by label',
  'spec.driver.kubernetesMaster': 'refused: the driver runs in the cluster of its operator',
  'spec.executor.instances': 'can be changed while the application runs, by `kubectl scale`, too',
};

/** The text of `docs/compatibility.md`. Fails: where a field of the tables is not in the schema. */
export function renderedCompatibility(): string {
  const fields = fieldsOf('spec', schemaOf(APPLICATION_SCHEMAS.spec));
  const idle = Object.entries(IDLE_FIELDS).map(([field, because]) => [`spec.${field}`, because] as const);
  const told = [...Object.keys(DIFFERENT), ...idle.map(([field]) => field), ...OURS];
  const unknown = told.filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw new Error(`the schema has no ${unknown.join(', ')}`);
  return `# Files written for the kubeflow operator

<!-- Written by "npm run docs"; a test holds it equal to the code. -->

Such a SparkApplication is accepted as it stands: kind, version, fields, states and names of objects are the same. What is
not in the tables means what it means there. \`sparkctl validate -f FILE\` says what is wrong with a file, and what has no
effect.

## Fields that do something else

${markdownTable(['Field', 'Here'], rows(Object.entries(DIFFERENT)))}

## Fields that do nothing

A Warning Event of the application names those that a file has.

${markdownTable(['Field', 'Why, and what to use'], rows(idle))}

## Fields of this operator alone

${OURS.map((field) => `\`${field}\``).join(', ')}
`;
}

const rows = (entries: readonly (readonly [string, string])[]): readonly (readonly string[])[] =>
  entries.map(([field, text]) => [`\`${field}\``, text]);

/** Paths of all fields, but for those in lists and maps. */
function fieldsOf(path: string, { properties = {} }: Schema): readonly string[] {
  return Object.entries(properties).flatMap(([name, below]) => [
    `${path}.${name}`,
    ...fieldsOf(`${path}.${name}`, below),
  ]);
}
