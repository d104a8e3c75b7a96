import { expect, test } from '@jest/globals';
import { decommission } from '../../../../src/pod/features/decommission.ts';
import { executorConf, STARTED } from '../samples.ts';

test.each<{ readonly properties: Record<string, string>; readonly command: string }>([
  { properties: {}, command: '/opt/decom.sh' },
  { properties: { 'spark.kubernetes.decommission.script': '/x.sh' }, command: '/x.sh' },
])('an executor that is decommissioned runs $command first', ({ properties, command }) => {
  const conf = executorConf({ 'spark.decommission.enabled': 'true', ...properties });
  expect(decommission(STARTED, conf).container.lifecycle).toEqual({
    preStop: { exec: { command: [command] } },
  });
});

test('otherwise it just ends', () => {
  expect(decommission(STARTED, executorConf())).toBe(STARTED);
});
