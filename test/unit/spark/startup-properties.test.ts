import { expect, test } from '@jest/globals';
import { isStartupProperty } from '../../../src/spark/startup-properties.ts';

test.each([
  'spark.authenticate',
  'spark.authenticate.secret.file',
  'spark.rpc.askTimeout',
  'spark.network.timeout',
  'spark.ssl.enabled',
  'spark.port',
  'spark.port.maxRetries',
  'spark.driver.port',
])('%s reaches an executor before its driver does', (key) => {
  expect(isStartupProperty(key)).toBe(true);
});

test('those of TLS do not in old versions of Spark', () => {
  expect(isStartupProperty('spark.ssl.enabled', false)).toBe(false);
  expect(isStartupProperty('spark.rpc.askTimeout', false)).toBe(true);
});

test.each([
  'spark.authenticate.secret',
  'spark.ssl.keyStorePassword',
  'spark.portal',
  'spark.executor.memory',
  'sparkfoo.port',
])('%s does not', (key) => {
  expect(isStartupProperty(key)).toBe(false);
});
