import { describe, expect, test } from '@jest/globals';
import { FILE_PROPERTIES } from '../../../src/submission/submitters-files.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

const violations = (key: string, path: string, files?: Record<string, Uint8Array>) =>
  validateApplication(
    application({ sparkConf: { [key]: path, ...(key.includes('keytab') && PRINCIPAL) } }),
    files,
  );

const PRINCIPAL = { 'spark.kerberos.principal': 'me' };

describe("a file on the submitter's disk", () => {
  test.each(FILE_PROPERTIES)('named by $key is refused with the way out', ({ key, remedy }) => {
    expect(violations(key, '/home/me/file')).toEqual([
      { path: `spec.sparkConf[${key}]`, message: expect.stringContaining(remedy) },
    ]);
  });

  test.each(FILE_PROPERTIES)('named by $key is taken where somebody has read it', ({ key }) => {
    expect(violations(key, '/home/me/file', { '/home/me/file': Buffer.from('metadata: {}') })).toEqual([]);
  });

  test('is none where it is part of the image', () => {
    expect(violations('spark.kerberos.keytab', 'local:///etc/me.keytab')).toEqual([]);
  });

  test.each(['driver', 'executor'])('is a template of the %s also there: the pod is made from it', (role) => {
    const key = `spark.kubernetes.${role}.podTemplateFile`;
    expect(violations(key, 'local:///etc/template.yaml')).toEqual([
      {
        path: `spec.sparkConf[${key}]`,
        message: `${key} names the file local:///etc/template.yaml in an image, which the operator cannot read. Set spec.${role}.template.`,
      },
    ]);
  });
});
