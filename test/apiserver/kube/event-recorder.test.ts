import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { systemClock } from '../../../src/clock.ts';
import { EventRecorder } from '../../../src/kube/event-recorder.ts';
import { EVENTS } from '../../../src/kube/event.ts';
import { jsonLog } from '../../../src/log.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import { allPages, configMap, connectToRealApiServer, type RealApiServer } from './real-api-server.ts';

let server: RealApiServer;
beforeAll(async () => (server = await connectToRealApiServer()));
afterAll(() => server.close());

test('events are found by their object, as kubectl describe looks for them, and counted', async () => {
  const { api, namespace } = server;
  const { metadata } = await api.create(CONFIG_MAPS, configMap(namespace, 'talked-about'));
  const subject = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: metadata.name, uid: metadata.uid };
  const note = {
    type: 'Warning',
    reason: 'TooSmall',
    message: `it is too small: ${'x'.repeat(2000)}`,
  } as const;

  for (let restart = 0; restart < 2; restart++) {
    const recorder = new EventRecorder(
      { component: 'kube-test', instance: 'here' },
      { api, clock: systemClock, log: jsonLog('silent') },
    );
    recorder.record(subject, note);
    recorder.record(subject, note);
    await recorder.run(AbortSignal.abort());
  }

  const fieldSelector = `involvedObject.name=${metadata.name},involvedObject.uid=${metadata.uid}`;
  const [page] = await allPages(api.list(EVENTS, { namespace, fieldSelector }));
  expect(page?.items).toMatchObject([
    {
      type: 'Warning',
      reason: 'TooSmall',
      count: 4,
      source: { component: 'kube-test' },
      involvedObject: subject,
    },
  ]);
});
