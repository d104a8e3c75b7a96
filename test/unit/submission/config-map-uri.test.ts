import { expect, test } from '@jest/globals';
import { isConfigMapUri, parseConfigMapUri } from '../../../src/submission/config-map-uri.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

test.each([
  { uri: 'configmap://scripts/pi.py', configMap: 'scripts', key: 'pi.py', fragment: '' },
  { uri: 'configmap://my.scripts-2/a_B-c', configMap: 'my.scripts-2', key: 'a_B-c', fragment: '' },
  { uri: 'configmap://s/.hidden', configMap: 's', key: '.hidden', fragment: '' },
  { uri: 'configmap://s/env.zip#env', configMap: 's', key: 'env.zip', fragment: '#env' },
])('$uri names a key', ({ uri, ...file }) => {
  expect(isConfigMapUri(uri)).toBe(true);
  expect(parseConfigMapUri(uri)).toEqual(file);
});

test.each([
  'configmap:',
  'configmap:pi.py',
  'configmap://scripts',
  'configmap://scripts/',
  'configmap:///pi.py',
  'configmap://jobs/scripts/pi.py',
  'configmap://Scripts/pi.py',
  'configmap://-s/pi.py',
  'configmap://s/p i.py',
  'configmap://s/..',
  'configmap://s/.',
  'configmap://s/..pi.py',
  'configmap://s/pi.py#',
  'ConfigMap://s/pi.py',
  `configmap://${'s'.repeat(254)}/pi.py`,
  `configmap://s/${'k'.repeat(254)}`,
])('%s names none, and the error says how to write it', (uri) => {
  expect(isConfigMapUri(uri)).toBe(true);
  expect(() => parseConfigMapUri(uri)).toThrow(
    /does not name a key of a ConfigMap\. Write configmap:\/\/NAME\/KEY/u,
  );
});

test.each(['local:///configmap:/x', 's3a://configmap/x', 'configmaps://a/b', ''])(
  '"%s" is no ConfigMap',
  (uri) => {
    expect(isConfigMapUri(uri)).toBe(false);
  },
);

test('any text names a key that can be a path, or is refused', () => {
  const text = nearly('configmap://', 'configmap:', 'CONFIGMAP:', 'a', '/', '..', '#', '-');
  expect(
    exceptionTo(text, (uri) =>
      isReadOrRefused(
        () => parseConfigMapUri(uri),
        'ConfigMap',
        ({ configMap, key, fragment }) =>
          isConfigMapUri(uri) &&
          `configmap://${configMap}/${key}${fragment}` === uri &&
          !/^\.\.?$/u.test(key),
      ),
    ),
  ).toBeUndefined();
});
