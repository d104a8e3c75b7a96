import { describe, expect, test } from '@jest/globals';
import { envSecrets } from '../../../../src/pod/features/env-secrets.ts';
import { driverConf, executorConf, STARTED } from '../samples.ts';

describe('a key of a secret', () => {
  test('becomes a variable', () => {
    const conf = driverConf({ 'spark.kubernetes.driver.secretKeyRef.PASS': 'keys:password' });
    expect(envSecrets(STARTED, conf).container.env?.at(-1)).toEqual({
      name: 'PASS',
      valueFrom: { secretKeyRef: { name: 'keys', key: 'password' } },
    });
  });

  test.each(['keys', 'keys:', ':password', 'a:b:c'])('is not named by "%s"', (reference) => {
    const conf = executorConf({ 'spark.kubernetes.executor.secretKeyRef.PASS': reference });
    expect(() => envSecrets(STARTED, conf)).toThrow(
      `spark.kubernetes.executor.secretKeyRef.PASS: "${reference}" does not name a key of a secret. Write <secret name>:<key>`,
    );
  });
});
