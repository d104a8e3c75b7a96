/** Names, labels, placement and rights of the pods. */
import { aboutProperties, valuesOf, type HandPickedCase } from './hand-picked-case.ts';

const NAMES: readonly HandPickedCase[] = [
  ...valuesOf(
    'spark.kubernetes.driver.pod.name',
    'my-driver',
    'a.b',
    `long-${'x'.repeat(64)}`,
    'under_score',
  ),
  ...valuesOf(
    'spark.kubernetes.executor.podNamePrefix',
    'my-executors',
    'a.b',
    'Upper',
    'under_score',
    '-dash',
  ),
  ...aboutProperties('pod name', {
    'prefix that is too long': { 'spark.kubernetes.executor.podNamePrefix': 'x'.repeat(238) },
    'prefix that is as long as it may be': { 'spark.kubernetes.executor.podNamePrefix': 'x'.repeat(237) },
    'prefix with a dot where the host name begins': {
      'spark.kubernetes.executor.podNamePrefix': `a.${'b'.repeat(54)}.c`,
    },
  }),
];

const LABELS: readonly HandPickedCase[] = [
  ...aboutProperties('labels', {
    'of the driver': {
      'spark.kubernetes.driver.label.team': 'blue',
      'spark.kubernetes.driver.label.run': '{{APP_ID}}',
    },
    'of the executors': {
      'spark.kubernetes.executor.label.team': 'red',
      'spark.kubernetes.executor.label.run': '{{APP_ID}}-{{EXECUTOR_ID}}',
    },
    'of the driver that Spark sets itself': { 'spark.kubernetes.driver.label.spark-role': 'mine' },
    'of the executors that Spark sets itself': { 'spark.kubernetes.executor.label.spark-exec-id': '7' },
    'of the driver that only executors have': { 'spark.kubernetes.driver.label.spark-exec-id': '7' },
  }),
  ...aboutProperties('annotations', {
    'of the driver': {
      'spark.kubernetes.driver.annotation.example.org/why': 'run {{APP_ID}} {{EXECUTOR_ID}}',
    },
    'of the executors': {
      'spark.kubernetes.executor.annotation.example.org/why': '{{APP_ID}} {{EXECUTOR_ID}}',
    },
  }),
];

const PLACEMENT: readonly HandPickedCase[] = [
  ...aboutProperties('node selector', {
    'of all pods': { 'spark.kubernetes.node.selector.disk': 'ssd' },
    'of the driver': { 'spark.kubernetes.driver.node.selector.zone': 'a' },
    'of the executors': { 'spark.kubernetes.executor.node.selector.zone': 'b' },
    'of a role over that of all': {
      'spark.kubernetes.node.selector.zone': 'c',
      'spark.kubernetes.driver.node.selector.zone': 'a',
      'spark.kubernetes.executor.node.selector.zone': 'b',
    },
  }),
  ...aboutProperties('scheduler', {
    'of all pods': { 'spark.kubernetes.scheduler.name': 'volcano' },
    'of the driver': { 'spark.kubernetes.driver.scheduler.name': 'yunikorn' },
    'of the executors': { 'spark.kubernetes.executor.scheduler.name': 'yunikorn' },
    'of a role over that of all': {
      'spark.kubernetes.scheduler.name': 'volcano',
      'spark.kubernetes.driver.scheduler.name': 'one',
      'spark.kubernetes.executor.scheduler.name': 'two',
    },
  }),
];

const RIGHTS: readonly HandPickedCase[] = [
  ...aboutProperties('service account', {
    'of the driver': { 'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark' },
    'of the executors': { 'spark.kubernetes.authenticate.executor.serviceAccountName': 'worker' },
    'of both': {
      'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
      'spark.kubernetes.authenticate.executor.serviceAccountName': 'worker',
    },
  }),
  ...aboutProperties('privileges', {
    'of all processes': { 'spark.kubernetes.securityContext.allowPrivilegeEscalation': 'true' },
    'of the driver': { 'spark.kubernetes.driver.securityContext.allowPrivilegeEscalation': 'true' },
    'of the executors': { 'spark.kubernetes.executor.securityContext.allowPrivilegeEscalation': 'true' },
    'of all but the driver': {
      'spark.kubernetes.securityContext.allowPrivilegeEscalation': 'true',
      'spark.kubernetes.driver.securityContext.allowPrivilegeEscalation': 'false',
    },
    'that are neither given nor taken': {
      'spark.kubernetes.securityContext.allowPrivilegeEscalation': 'maybe',
    },
  }),
];

const ENDING: readonly HandPickedCase[] = [
  ...valuesOf('spark.kubernetes.executor.terminationGracePeriodSeconds', '60', '2m', '1500ms', 'soon'),
  ...aboutProperties('decommission', {
    'with the usual script': { 'spark.decommission.enabled': 'true' },
    'with a script of its own': {
      'spark.decommission.enabled': 'true',
      'spark.kubernetes.decommission.script': '/opt/own.sh',
    },
    'switched off': {
      'spark.decommission.enabled': 'false',
      'spark.kubernetes.decommission.script': '/opt/own.sh',
    },
  }),
];

export const POD_CASES: readonly HandPickedCase[] = [...NAMES, ...LABELS, ...PLACEMENT, ...RIGHTS, ...ENDING];
