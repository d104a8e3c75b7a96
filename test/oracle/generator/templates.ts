/** Pod templates of the user's own: a few fields of the metadata, of the spec and of one container or two. */
import type { JsonObject } from '../../golden/json.ts';
import type { Random } from './random.ts';

const METADATA: readonly JsonObject[] = [
  { name: 'templated' },
  { namespace: 'elsewhere' },
  { labels: { team: 'green', 'spark-role': 'mine', own: 'x' } },
  { annotations: { a: 'template', own: 'y' } },
];

const SPEC: readonly JsonObject[] = [
  { restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 5 },
  { nodeSelector: { a: 'template', own: 'z' } },
  { tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }], priorityClassName: 'high' },
  { schedulerName: 'templated' },
  { imagePullSecrets: [{ name: 'templated' }] },
  { volumes: [{ name: 'scratch', emptyDir: {} }], initContainers: [{ name: 'init', image: 'init:1' }] },
  { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet', hostname: 'mine' },
  { securityContext: { runAsUser: 185, fsGroup: 185 }, automountServiceAccountToken: true },
  { serviceAccountName: 'templated', serviceAccount: 'templated' },
];

const CONTAINER: readonly JsonObject[] = [
  { image: 'templated:1', imagePullPolicy: 'Always' },
  { args: ['before'], command: ['/bin/own'] },
  {
    env: [
      { name: 'OWN', value: '1' },
      { name: 'A', value: 'template' },
    ],
  },
  { ports: [{ name: 'metrics', containerPort: 8090 }] },
  { volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }] },
  { resources: { requests: { cpu: '9', 'ephemeral-storage': '1Gi' }, limits: { cpu: '9', memory: '9Gi' } } },
  { securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: true } },
  { lifecycle: { postStart: { exec: { command: ['true'] } } } },
];

/** A template as JSON, which is YAML, too. */
export function randomTemplate(random: Random): string {
  const fields = (from: readonly JsonObject[], most: number): JsonObject =>
    Object.assign({}, ...random.some(from, random.between(0, most))) as JsonObject;
  const names = random.pick([['mine'], ['mine'], ['first', 'mine'], ['mine', 'last']]);
  const containers = names.map((name) => ({ name, ...fields(CONTAINER, 3) }));
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: fields(METADATA, 2),
    spec: { ...fields(SPEC, 3), containers },
  });
}
