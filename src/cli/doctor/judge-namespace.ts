import type { PodManifest } from '../../manifest/pod.ts';
import type { AskedRight, CommandsRight } from './access.ts';
import { failure, ok, unknown, warning, type Finding } from './finding.ts';
import type { ObservedAccount, ObservedCluster } from './observe.ts';

/**
 * Judges what applications need in their namespace, and what the person needs there.
 *
 * Guarantees: where the namespace itself is missing that is all it says: everything else would follow from it.
 */
export function judgeNamespace({
  namespace,
  hasNamespace,
  rights,
  account,
  pods,
}: Omit<ObservedCluster, 'definitions' | 'operators'>): readonly Finding[] {
  if (hasNamespace.kind === 'seen' && !hasNamespace.value) {
    const create = `kubectl create namespace ${namespace}; or choose another one with -n`;
    return [failure('namespace', `there is no namespace "${namespace}"`, create)];
  }
  return [
    ...judgeRights(rights, namespace),
    ...judgeAccount(account, namespace),
    judgeImages(pods, namespace),
  ];
}

/** Who may not read applications can use no command; what else is missing takes some away. */
function judgeRights(rights: readonly (AskedRight & CommandsRight)[], namespace: string): readonly Finding[] {
  const check = 'your rights';
  const missing = rights.filter(({ isAllowed }) => !isAllowed);
  if (missing.length === 0) return [ok(check, `they are enough for every command in "${namespace}"`)];
  const grant = `Have them granted by a Role in the namespace "${namespace}"`;
  return missing.some(({ commands }) => commands.includes('all'))
    ? [failure(check, `you may not read applications; missing: ${missing.map(nameOf).join(', ')}`, grant)]
    : missing.map((right) =>
        warning(check, `you may not ${nameOf(right)}, as these do: ${right.commands.join(', ')}`, grant),
      );
}

const nameOf = ({ verb, resource }: { readonly verb: string; readonly resource: string }): string =>
  `${verb} ${resource}`;

/**
 * Drivers reach the executor sets of their namespace, and nothing else. Without that right a driver starts, and waits for
 * executors that nobody makes. More rights than that are those of whoever may submit an application: secrets are worth a
 * warning, pods are not, for Driver mode needs them.
 */
function judgeAccount(account: ObservedAccount, namespace: string): readonly Finding[] {
  const { name, isThere, rights, readsSecrets } = account;
  const check = `account of drivers "${name}"`;
  const apply = `kubectl apply -n ${namespace} -f deploy/job-account.yaml, or name the namespace in spark.jobNamespaces`;
  if (isThere.kind === 'seen' && !isThere.value) {
    return [
      failure(
        check,
        `it is not in the namespace "${namespace}"`,
        `${apply}; --service-account names another`,
      ),
    ];
  }
  const found =
    rights.kind === 'hidden'
      ? unknown(check, `you may not ask for its rights: ${rights.because}`)
      : judgeDriversRights(check, rights.value, apply);
  const tooMuch =
    readsSecrets.kind === 'seen' && readsSecrets.value
      ? [
          warning(
            check,
            'it may read the secrets of its namespace, and so may whoever submits applications',
            'Take the right from it: drivers need none of it (docs/rights.md)',
          ),
        ]
      : [];
  return [found, ...tooMuch];
}

function judgeDriversRights(check: string, rights: readonly AskedRight[], apply: string): Finding {
  const missing = rights.filter(({ isAllowed }) => !isAllowed).map(({ verb }) => verb);
  return missing.length === 0
    ? ok(check, 'it may read and update executor sets')
    : failure(
        check,
        `it may not ${missing.join(', ')} sparkexecutorsets: its drivers get no executors`,
        apply,
      );
}

/** Reasons for which the kubelet has no image. */
const NO_IMAGE =
  /^(?:ErrImage|ImagePull|ImageInspect|InvalidImageName|RegistryUnavailable|SignatureValidation)/u;

/** Only a pod shows whether a node can pull an image, so without any there is nothing to say. */
function judgeImages(pods: ObservedCluster['pods'], namespace: string): Finding {
  const check = 'images';
  if (pods.kind === 'hidden') return unknown(check, `you may not see pods: ${pods.because}`);
  const waiting = pods.value.flatMap(waitingForImage);
  const [first] = waiting;
  if (first !== undefined) {
    const more = waiting.length === 1 ? '' : `, and ${waiting.length - 1} more`;
    return failure(
      check,
      `${first}${more}`,
      'Correct spec.image, or give spec.imagePullSecrets; see sparkctl events APP',
    );
  }
  return pods.value.length === 0
    ? unknown(check, `no pod of Spark is in "${namespace}": only one shows whether its image can be pulled`)
    : ok(check, `no pod of Spark in "${namespace}" waits for its image`);
}

/** What the kubelet says. */
function waitingForImage({ metadata, status }: PodManifest): readonly string[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
    ({ state }) => {
      const { reason = '', message = '' } = state?.waiting ?? {};
      return NO_IMAGE.test(reason) ? [`pod ${metadata.name} waits: ${reason}: ${message}`] : [];
    },
  );
}
