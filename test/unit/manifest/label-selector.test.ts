import { expect, test } from '@jest/globals';
import { isLabelSelector } from '../../../src/manifest/label-selector.ts';

test.each([
  { text: 'team' },
  { text: '!team' },
  { text: 'team=data' },
  { text: 'team==data' },
  { text: 'team=' },
  { text: 'team != data' },
  { text: 'example.com/team in (data, ml)' },
  { text: 'team notin (data),stage=prod, !old' },
  { text: 'kubernetes.io/metadata.name=jobs' },
])('"$text" selects by labels', ({ text }) => {
  expect(isLabelSelector(text)).toBe(true);
});

test.each([
  { text: '' },
  { text: 'team=data,' },
  { text: 'team data' },
  { text: 'team:data' },
  { text: 'team=da ta' },
  { text: 'team in data' },
  { text: 'team in (data' },
  { text: '-team=data' },
  { text: `team=${'x'.repeat(64)}` },
  { text: 'a/b/c=d' },
])('"$text" does not', ({ text }) => {
  expect(isLabelSelector(text)).toBe(false);
});
