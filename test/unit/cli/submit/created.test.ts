import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../../src/api/spark-application.ts';
import { create } from '../../../../src/cli/submit/created.ts';
import { CONFIG_MAPS } from '../../../../src/manifest/config-map.ts';
import { applicationIn } from '../../../fakes/applications.ts';
import { InMemoryApiServer, refusal } from '../../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';

const { metadata: _, ...PI } = applicationIn('');
const WANTED = {
  application: { ...PI, metadata: { name: 'pi' } },
  configMaps: [{ metadata: { name: 'pi-conf' }, data: { a: 'b' } }],
};

test('an application owns its ConfigMaps', async () => {
  const api = new InMemoryApiServer(new ManualClock());
  const { metadata } = await create(WANTED, 'jobs', api);
  expect(api.all(CONFIG_MAPS)[0]?.metadata.ownerReferences).toMatchObject([
    { name: 'pi', uid: metadata.uid },
  ]);
});

/** Fails each request of that kind once; after it was done, or before. */
class Failing extends InMemoryApiServer {
  readonly createdBefore: InMemoryApiServer['create'];
  constructor(request: string, isDone: boolean) {
    super(new ManualClock());
    const create = this.create.bind(this);
    this.createdBefore = create;
    let failed = false;
    this.create = async (resource, object) => {
      if (failed || request !== `create ${resource.kind}`) return await create(resource, object);
      failed = true;
      if (isDone) await create(resource, object);
      throw refusal('Unreachable', 'the line broke');
    };
    this.refuse = (asked) =>
      request === 'patch' && asked.includes('atch configmaps') ? refusal('Forbidden', 'no') : undefined;
  }
}

test.each([
  { name: 'the ConfigMap is refused', request: 'create ConfigMap', isDone: false },
  { name: 'the ConfigMap is made and the answer lost', request: 'create ConfigMap', isDone: true },
  { name: 'the application is refused', request: 'create SparkApplication', isDone: false },
  { name: 'the application is made and the answer lost', request: 'create SparkApplication', isDone: true },
  { name: 'the ConfigMap cannot be handed over', request: 'patch', isDone: false },
])('nothing is left where $name', async ({ request, isDone }) => {
  const api = new Failing(request, isDone);
  await expect(create(WANTED, 'jobs', api)).rejects.toThrow(/the line broke|no/u);
  expect(api.all(APPLICATIONS)).toEqual([]);
  expect(api.all(CONFIG_MAPS)).toEqual([]);
});

test.each([
  { name: 'says something else', before: { data: { a: 'c' } } },
  { name: 'belongs to something', before: { data: { a: 'b' }, owned: true } },
])(
  'a ConfigMap of that name that $name stays, where no answer comes',
  async ({ before: { data, owned } }) => {
    const api = new Failing('create ConfigMap', false);
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'other', uid: '7' }];
    const metadata = { name: 'pi-conf', namespace: 'jobs', ...(owned && { ownerReferences }) };
    await api.createdBefore(CONFIG_MAPS, { metadata, data });
    await expect(create(WANTED, 'jobs', api)).rejects.toThrow('the line broke');
    expect(api.all(CONFIG_MAPS)).toHaveLength(1);
  },
);
