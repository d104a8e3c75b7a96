import { expect, test } from '@jest/globals';
import { attemptOf } from '../../../src/submission/attempt.ts';
import { ingressAddress, isAddressFormat } from '../../../src/submission/ingress-address.ts';
import { application } from './samples.ts';

const ATTEMPT = attemptOf(application(), 1, 0);

test.each([
  { format: '{{$appName}}.example.org', url: 'http://pi.example.org', host: 'pi.example.org', path: '' },
  {
    format: 'https://spark.example.org/',
    url: 'https://spark.example.org',
    host: 'spark.example.org',
    path: '',
  },
  {
    format: 'example.org/{{$appNamespace}}/{{ $appName }}/',
    url: 'http://example.org/jobs/pi',
    host: 'example.org',
    path: '/jobs/pi',
  },
  {
    format: '{{$appId}}.example.org:8443',
    url: `http://${ATTEMPT.ids.appId}.example.org:8443`,
    host: `${ATTEMPT.ids.appId}.example.org`,
    path: '',
  },
])('$format answers at $url', ({ format, url, host, path }) => {
  expect(ingressAddress(format, ATTEMPT)).toEqual({ url, host, path });
  expect(isAddressFormat(format)).toBe(true);
});

test.each(['', '/ui', 'http://', '10.0.0.1', '[::1]/ui', '{{$name}}.example.org', 'a_b.example.org'])(
  '"%s" is no address',
  (format) => {
    expect(isAddressFormat(format)).toBe(false);
  },
);
