import { expect, test } from '@jest/globals';
import { COMMANDS_RIGHTS } from '../../../../src/cli/doctor/access.ts';
import { PODS } from '../../../../src/manifest/pod.ts';
import { applicationIn } from '../../../fakes/applications.ts';
import { CommandsOnACluster } from '../commands-on-a-cluster.ts';

const SUBMIT = `submit --class A -c spark.kubernetes.container.image=spark:4.3.0 --detach`;
/** A file of this disk that goes along in a ConfigMap. */
const WITH_FILE = `-c spark.kubernetes.kerberos.krb5.path=${import.meta.filename}`;

/** Each command in the states of an application in which it asks for something else. */
const RUNS: readonly { readonly words: string; readonly state?: 'RUNNING' | 'COMPLETED' }[] = [
  { words: `${SUBMIT} local:///a.jar` },
  { words: `${SUBMIT} ${WITH_FILE} local:///a.jar` },
  // The name is taken.
  { words: `${SUBMIT} ${WITH_FILE} --application pi local:///a.jar` },
  { words: 'submit --kill pi' },
  { words: 'submit --status pi' },
  { words: 'create -f app.yaml' },
  { words: 'list' },
  { words: 'list --watch' },
  { words: 'status pi' },
  { words: 'events pi' },
  { words: 'executors pi' },
  { words: 'follow pi', state: 'COMPLETED' },
  { words: 'logs pi' },
  { words: 'logs pi --executor 1' },
  { words: 'ui pi --port 0' },
  { words: 'wait pi', state: 'COMPLETED' },
  { words: 'scale pi --replicas 2' },
  { words: 'suspend pi' },
  { words: 'resume pi' },
  { words: 'rerun pi', state: 'COMPLETED' },
  { words: 'kill pi' },
  { words: 'delete pi' },
  { words: 'delete -l !none' },
  { words: 'ping --timeout 1' },
];

/** Of an executor; nobody looks at those of a driver. */
const LABELS = { 'spark-app-selector': 'spark-1', 'spark-role': 'executor', 'spark-exec-id': '1' };

/** What a command asks the API server for: `get pods/log`. */
async function asked(words: string, state: 'RUNNING' | 'COMPLETED' = 'RUNNING'): Promise<readonly string[]> {
  const cluster = new CommandsOnACluster();
  const { api } = cluster;
  await cluster.submit({}, { applicationState: { state }, driverInfo: { podName: 'pi-driver' } });
  const metadata = { namespace: 'jobs', name: 'pi-driver', labels: LABELS };
  const spec = { containers: [{ name: 'spark-kubernetes-driver', image: 'spark' }] };
  await api.create(PODS, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  cluster.files.set('app.yaml', JSON.stringify({ ...applicationIn(''), metadata: { name: 'other' } }));
  const requests = new Set<string>();
  api.refuse = (request) => {
    const [verb, resource] = request.split(' ');
    requests.add(`${verb} ${resource}`);
    return undefined;
  };
  api.watch = async ({ plural }) => void requests.add(`watch ${plural}`);
  cluster.after = (_, wake) => {
    setImmediate(wake);
    return () => undefined;
  };
  cluster.interruption.abort();
  await cluster.run(...words.split(' '));
  if (cluster.logsAsked.length > 0) requests.add('get pods/log');
  return [...requests];
}

const rightsOf = (command: string): readonly string[] =>
  COMMANDS_RIGHTS.filter(({ commands }) => commands.some((each) => each === 'all' || each === command)).map(
    ({ verb, resource }) => `${verb} ${resource}`,
  );

test.each(RUNS)('$words asks for nothing that doctor does not look at', async ({ words, state }) => {
  const rights = rightsOf(words.split(' ')[0] ?? '');
  expect((await asked(words, state)).filter((each) => !rights.includes(each))).toEqual([]);
});

test('doctor looks at nothing that no command asks for', async () => {
  const all = await Promise.all(RUNS.map(({ words, state }) => asked(words, state)));
  const requests = new Set(all.flat());
  // A port is forwarded once somebody connects, by a WebSocket.
  const rights = COMMANDS_RIGHTS.filter(({ resource }) => resource !== 'pods/portforward').map(
    ({ verb, resource }) => `${verb} ${resource}`,
  );
  expect(rights.filter((right) => !requests.has(right))).toEqual([]);
});
