import { isOlderRelease } from '../../api/release-order.ts';
import type { LeaseManifest } from '../../kube/lease.ts';
import { RELEASE } from '../release.ts';
import { unreachable } from '../../unreachable.ts';
import { ageText } from '../age.ts';
import { failure, ok, unknown, warning, type Finding, type Seen } from './finding.ts';
import {
  flagOf,
  isWebhook,
  leaseOf,
  worksAlone,
  type ObservedCluster,
  type ObservedOperator,
  type ObservedOperators,
} from './observe.ts';

/** By so much clocks may differ before a lease counts as left alone. */
const CLOCKS_DIFFER_MS = 30_000;
/** Of a lease that does not say how long it holds. */
const LEASE_SECONDS = 15;

const CHECK = 'operator';

/**
 * Judges the operators that there are, and whether one of them works in the namespace. Another project's has the same
 * label; only ours says by its flags how it leads. One that works elsewhere only is worth a warning at most.
 */
export function judgeOperators(
  { operators, namespace }: Pick<ObservedCluster, 'operators' | 'namespace'>,
  nowMs: number,
): readonly Finding[] {
  const ping = `Run sparkctl ping -n ${namespace}: it asks the operator itself`;
  if (operators.kind === 'hidden') {
    return [unknown(CHECK, `you may not see its Deployment: ${operators.because}`, ping)];
  }
  const ours = operators.value.found.filter(
    ({ deployment }) => worksAlone(deployment) || flagOf(deployment, 'lease-namespace') !== undefined,
  );
  if (ours.length === 0) return [judgeAbsence(operators.value, ping)];
  const judged = ours.map((each) => {
    const finding = judgeOperator(each, nowMs);
    const isElsewhere = !mayReach(each, namespace) && finding.verdict === 'failure';
    return isElsewhere ? { ...finding, verdict: 'warning' as const } : finding;
  });
  return [...judged, judgeReach(ours, namespace), ...judgeRivals(operators.value.found, namespace)];
}

/** Where the person could not look everywhere, that nothing was found says little. */
function judgeAbsence({ found, where, namespace = '' }: ObservedOperators, ping: string): Finding {
  const others = found.map(({ deployment }) => nameOf(deployment)).join(', ');
  const beside = others === '' ? '' : `; ${others} is another operator`;
  switch (where) {
    case 'everywhere':
      return failure(CHECK, `its Deployment is nowhere${beside}`, 'Install it: docs/install.md');
    case 'chosen':
      return failure(
        CHECK,
        `its Deployment is not in the namespace "${namespace}"${beside}`,
        'Install it: docs/install.md; or name its namespace by --operator-namespace',
      );
    case 'usual':
      return unknown(
        CHECK,
        `its Deployment is not in the namespace "${namespace}", and you may not look in others${beside}`,
        `${ping}; --operator-namespace looks elsewhere`,
      );
    default:
      return unreachable(where);
  }
}

/** As far as names of namespaces say so. */
function mayReach({ deployment }: ObservedOperator, namespace: string): boolean {
  const names = flagOf(deployment, 'namespaces')?.split(',');
  return names === undefined || names.includes('') || names.includes(namespace);
}

const nameOf = ({ metadata }: ObservedOperator['deployment']): string =>
  `${metadata.namespace}/${metadata.name}`;

/** What keeps it from working comes first; after that, an operator and a sparkctl of different releases. */
function judgeOperator(operator: ObservedOperator, nowMs: number): Finding {
  const { deployment } = operator;
  const trouble = troubleOf(operator, nowMs);
  if (trouble !== undefined) return trouble;
  const release = releaseOf(deployment);
  if (release !== undefined && release !== RELEASE) {
    const other = isOlderRelease(release, RELEASE) ? 'the older' : 'the newer';
    const says = `${nameOf(deployment)} is of ${other} release ${release}; this sparkctl is ${RELEASE}`;
    return warning(CHECK, says, 'Use the same release of both: docs/upgrade.md');
  }
  const leads = operator.lease.kind === 'seen' && !worksAlone(deployment) ? ', one of its pods leads' : '';
  return ok(CHECK, `${nameOf(deployment)} is ready${leads}; release ${release ?? 'not said'}`);
}

/** Why it does not work; undefined where it does. */
function troubleOf({ deployment, lease }: ObservedOperator, nowMs: number): Finding | undefined {
  const { replicas = 1 } = deployment.spec ?? {};
  const { namespace, name } = deployment.metadata;
  const title = nameOf(deployment);
  if (replicas === 0) {
    const grow = `kubectl -n ${namespace} scale deployment/${name} --replicas=1`;
    return failure(CHECK, `${title} is scaled to 0`, grow);
  }
  const look = `See why: kubectl -n ${namespace} describe pods, and kubectl -n ${namespace} logs deployment/${name}`;
  if ((deployment.status?.readyReplicas ?? 0) === 0)
    return failure(CHECK, `no pod of ${title} is ready`, look);
  const nobody = worksAlone(deployment) ? undefined : nobodyLeads(lease, nowMs);
  return nobody === undefined ? undefined : failure(CHECK, `${title}: ${nobody}`, look);
}

/**
 * Why nobody leads; undefined where somebody does, or where that cannot be seen. The times in a lease are those of another
 * clock, so it has to be overdue by more than clocks differ.
 */
function nobodyLeads(lease: Seen<LeaseManifest | undefined>, nowMs: number): string | undefined {
  if (lease.kind === 'hidden') return undefined;
  const {
    holderIdentity = '',
    leaseDurationSeconds = LEASE_SECONDS,
    renewTime = '',
  } = lease.value?.spec ?? {};
  if (holderIdentity === '') return 'none of its pods leads: nobody holds the Lease';
  const ageMs = nowMs - Date.parse(renewTime);
  if (ageMs <= 1_000 * leaseDurationSeconds + CLOCKS_DIFFER_MS) return undefined;
  return `none of its pods leads: ${holderIdentity} has not renewed the Lease for ${ageText(ageMs)}`;
}

/** By the label of the chart, else by the tag of the image. */
function releaseOf({ metadata, spec }: ObservedOperator['deployment']): string | undefined {
  const image = spec?.template.spec.containers.find(({ name }) => name === 'operator')?.image;
  const tag = /:v?(\d+\.\d+\.\d+[^@]*)/u.exec(image ?? '')?.[1];
  return metadata.labels?.['app.kubernetes.io/version'] ?? tag;
}

/**
 * Whether one of them works in the namespace, as far as flags say so: names are compared, labels are left to `sparkctl ping`,
 * which needs no right to read namespaces.
 */
function judgeReach(operators: readonly ObservedOperator[], namespace: string): Finding {
  const check = 'namespace of applications';
  if (!operators.some((each) => mayReach(each, namespace))) {
    const named = operators.flatMap(({ deployment }) => flagOf(deployment, 'namespaces')?.split(',') ?? []);
    const where = [...new Set(named)].join(', ');
    const says = `no operator works in "${namespace}", only in ${where}`;
    return failure(check, says, 'Add it to spark.jobNamespaces of the chart: docs/namespaces.md');
  }
  const chosen = operators.flatMap(({ deployment }) =>
    ['namespace-selector', 'label-selector'].flatMap((flag) => flagOf(deployment, flag) ?? []),
  );
  if (chosen.length === 0) return ok(check, `an operator works in "${namespace}"`);
  const ping = `See whether it does: sparkctl ping -n ${namespace} --labels ${chosen.join(',')}`;
  return unknown(check, `labels choose where, or for what, the operator works: ${chosen.join('; ')}`, ping);
}

/** Two that share a Lease take turns; without labels on either side, two that do not are sure to meet. */
function judgeRivals(found: readonly ObservedOperator[], namespace: string): readonly Finding[] {
  const working = found.filter(
    (each) =>
      mayReach(each, namespace) &&
      each.deployment.spec?.replicas !== 0 &&
      !isWebhook(each.deployment) &&
      ['namespace-selector', 'label-selector'].every((flag) => flagOf(each.deployment, flag) === undefined),
  );
  const sharing = working.map(({ deployment }) => {
    const { namespace: place, name } = leaseOf(deployment);
    return flagOf(deployment, 'lease-namespace') === undefined
      ? nameOf(deployment)
      : `Lease ${place}/${name}`;
  });
  if (new Set(sharing).size < 2) return [];
  const names = working.map(({ deployment }) => nameOf(deployment)).join(' and ');
  const says = `${names} work in "${namespace}" side by side: each makes drivers for all applications there`;
  return [warning(CHECK, says, 'Give each of them namespaces or labels of its own: docs/namespaces.md')];
}
