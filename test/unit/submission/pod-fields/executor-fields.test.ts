import { expect, test } from '@jest/globals';
import {
  EXECUTOR_FIELDS,
  keptExecutorFields,
  parseExecutorFields,
} from '../../../../src/submission/pod-fields/executor-fields.ts';
import { podFieldsOf } from '../../../../src/submission/pod-fields/pod-fields.ts';
import { application, planOf } from '../samples.ts';

test('the fields of the executors come back from the ConfigMap of their driver', () => {
  const executor = { tolerations: [{ key: 'spot' }], env: [{ name: 'A', value: 'ü\n' }] };
  const { configMapData } = planOf(application({ executor }));
  expect(parseExecutorFields(configMapData, 'pi-driver')).toEqual(executor);
});

test('an application without such fields keeps none', () => {
  expect(
    keptExecutorFields(podFieldsOf(application({ executor: { memory: '1g' } }).spec, 'executor')),
  ).toEqual({});
  expect(planOf(application()).configMapData).not.toHaveProperty(EXECUTOR_FIELDS);
  expect(parseExecutorFields({}, 'pi-driver')).toEqual({});
});

test('what somebody else has written there is refused', () => {
  expect(() => parseExecutorFields({ [EXECUTOR_FIELDS]: '{' }, 'pi-driver')).toThrow(
    'ConfigMap of the driver pod pi-driver: its executor-fields.json is not JSON',
  );
});

test('the driver does not see them', () => {
  const { driverPod } = planOf(application({ executor: { hostNetwork: true } }));
  expect(JSON.stringify(driverPod)).not.toContain(EXECUTOR_FIELDS);
});
