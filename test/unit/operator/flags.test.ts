import { expect, test } from '@jest/globals';
import { readFlags } from '../../../src/operator/flags.ts';

test.each([
  { words: ['--workers=0'], says: '--workers takes a whole number above 0, not "0"' },
  { words: ['--max-executors-per-namespace=-1'], says: 'takes a whole number, 0 or above, not "-1"' },
  { words: ['--namespaces=a', '--namespace-selector=b=c'], says: 'exclude each other' },
  { words: ['--label-selector=team: data'], says: '--label-selector takes labels, for example team=data' },
  { words: ['--ingress-url-format=http://'], says: '--ingress-url-format takes a host and a path' },
  { words: ['--log-level=loud'], says: '--log-level takes debug, info, warn, error, not "loud"' },
  { words: ['--wrokers=1'], says: "Unknown option '--wrokers'" },
])('$words are wrong flags', ({ words, says }) => {
  expect(() => readFlags(words)).toThrow(says);
});

test('zero and nothing mean no limit, no namespaces of its own and no Ingress', () => {
  expect(readFlags([])).toMatchObject({
    namespaces: [],
    namespaceSelector: undefined,
    labelSelector: undefined,
    maxExecutorsPerNamespace: undefined,
    defaultTimeToLiveSeconds: undefined,
    routes: { uiService: false, ingressUrlFormat: undefined, ingressClassName: undefined },
  });
});
