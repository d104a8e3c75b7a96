import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { buildDriver } from '../../../src/pod/build-driver.ts';
import { parsePodTemplate, parsePodTemplateText } from '../../../src/pod/parse-pod-template.ts';
import { driverInput, executorTemplate } from './samples.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('a pod template', () => {
  test('is metadata and spec, whatever stands around them', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {team: a}\nspec:\n  priorityClassName: high\n';
    expect(parsePodTemplateText(text, 'f')).toEqual({
      metadata: { labels: { team: 'a' } },
      spec: { priorityClassName: 'high' },
    });
  });

  test('may be JSON', () => {
    expect(parsePodTemplateText('{"spec": {"hostname": "h"}}', 'f')).toEqual({ spec: { hostname: 'h' } });
  });

  test('may have nulls, which are nothing', () => {
    const value = {
      metadata: { labels: null },
      spec: { volumes: null, containers: [{ name: 'c', env: null }] },
    };
    const driverTemplate = parsePodTemplate(value, 'f');
    expect(driverTemplate).toEqual({ metadata: {}, spec: { containers: [{ name: 'c' }] } });
    expect(buildDriver(driverInput({}, { driverTemplate })).pod.spec.containers[0]?.name).toBe('c');
  });

  test.each<{ readonly value: unknown; readonly problem: string }>([
    { value: 'text', problem: 'it is not an object with metadata and spec' },
    { value: [], problem: 'it is not an object with metadata and spec' },
    { value: { spec: 1 }, problem: 'spec is not an object' },
    { value: { spec: { containers: {} } }, problem: 'spec.containers is not a list' },
    { value: { spec: { containers: ['c'] } }, problem: 'spec.containers[0] is not an object' },
    { value: { spec: { containers: [{ env: 'A' }] } }, problem: 'spec.containers[0].env is not a list' },
    { value: { spec: { containers: [{ name: 7 }] } }, problem: 'spec.containers[0].name is not text' },
    { value: { spec: { containers: [{ resources: [] }] } }, problem: 'spec.containers[0].resources is not' },
    { value: { spec: { volumes: [{}, 1] } }, problem: 'spec.volumes[1] is not an object' },
    { value: { metadata: { labels: { a: 1 } } }, problem: 'metadata.labels.a is not text' },
  ])('is refused: $problem', ({ value, problem }) => {
    expect(() => parsePodTemplate(value, 'spec.driver.template')).toThrow(
      `spec.driver.template is not a pod template: ${problem}`,
    );
  });

  test.each(['a: [', '\t', '- 1', '', '%', '&a *a', '!!binary x'])('of the text %j is refused', (text) => {
    expect(() => parsePodTemplateText(text, 'f')).toThrow('f is not a pod template: it is not');
  });
});

/** Pods can be built from it, or the builders refuse it in words of ours. */
const isUsable = (template: ReturnType<typeof parsePodTemplate>): boolean => {
  const request = { id: 1, profile: { id: 0 } };
  const build = [
    () => buildDriver(driverInput({}, { driverTemplate: template })),
    () => buildExecutor(executorTemplate({}, { podTemplate: template }), request),
  ];
  return build.every((each) => isReadOrRefused<unknown>(each, ''));
};

describe('anything at all', () => {
  const FIELD = 'spec.driver.template';
  const word = fc.constantFrom(
    'metadata',
    'spec',
    'containers',
    'name',
    'labels',
    'volumes',
    'env',
    '__proto__',
  );
  const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const nearTemplate = fc.record({ metadata: anything, spec: fc.record({ containers: fc.array(anything) }) });

  test('is a template that pods can be built from, or refused', () => {
    const inputs = fc.oneof(anything, nearTemplate);
    expect(
      exceptionTo(inputs, (value) => isReadOrRefused(() => parsePodTemplate(value, FIELD), FIELD, isUsable)),
    ).toBeUndefined();
  });

  test('as text is a template or refused', () => {
    const text = nearly(
      'spec:',
      '\n  ',
      '- ',
      '{',
      '}',
      '&a',
      '*a',
      '<<: ',
      '!!js/function ',
      '"',
      '|',
      '%YAML',
    );
    expect(
      exceptionTo(text, (yaml) => isReadOrRefused(() => parsePodTemplateText(yaml, FIELD), FIELD)),
    ).toBeUndefined();
  });
});
