import { describe, expect, test } from '@jest/globals';
import { APPLICATION_SCHEMAS } from '../../../src/api/spark-application.ts';
import {
  schemaOf,
  schemaViolations,
  unknownFields,
  withoutNulls,
  type Schema,
} from '../../../src/api/schema-violations.ts';

const SCHEMA: Schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 4 },
    size: { type: 'integer', minimum: 1, maximum: 9 },
    share: { type: 'number' },
    kind: { type: 'string', enum: ['big', 'small'] },
    on: { type: 'boolean' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    items: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', required: ['key'], properties: { key: { type: 'string' } } },
    },
    quantity: { 'x-kubernetes-int-or-string': true },
    open: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { known: { type: 'string' } },
    },
  },
};

describe('a value that the API server would refuse', () => {
  test.each([
    { value: {}, path: 'spec.name', message: 'The field is required. Set it.' },
    { value: { name: null }, path: 'spec.name', message: 'The field is required. Set it.' },
    {
      value: { name: 4.3 },
      path: 'spec.name',
      message: 'This is a number, and has to be text. Put it in quotes: "4.3".',
    },
    { value: { name: 'a' }, path: 'spec.name', message: 'It has to be at least 2 letters long.' },
    { value: { name: 'abcde' }, path: 'spec.name', message: 'It may be at most 4 letters long.' },
    { value: { name: 'ab', size: 0 }, path: 'spec.size', message: 'It has to be at least 1.' },
    { value: { name: 'ab', size: 10 }, path: 'spec.size', message: 'It may be at most 9.' },
    {
      value: { name: 'ab', size: 1.5 },
      path: 'spec.size',
      message: 'This is a number, and has to be a whole number.',
    },
    { value: { name: 'ab', kind: 'Big' }, path: 'spec.kind', message: 'Write one of big, small.' },
    {
      value: { name: 'ab', on: 'yes' },
      path: 'spec.on',
      message: 'This is text, and has to be true or false.',
    },
    {
      value: { name: 'ab', items: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] },
      path: 'spec.items',
      message: 'It may be at most 2 entries long.',
    },
    { value: { name: 'ab', items: 'a' }, path: 'spec.items', message: 'This is text, and has to be a list.' },
    {
      value: { name: 'ab', items: [{}] },
      path: 'spec.items[0].key',
      message: 'The field is required. Set it.',
    },
    {
      value: { name: 'ab', items: [null] },
      path: 'spec.items[0]',
      message: 'This is empty, and has to be an object with fields.',
    },
    {
      value: { name: 'ab', labels: { 'a.b/c': true } },
      path: 'spec.labels[a.b/c]',
      message: 'This is true or false, and has to be text. Put it in quotes: "true".',
    },
    { value: { name: 'ab', quantity: 1.5 }, path: 'spec.quantity', message: 'Write text or a whole number.' },
    {
      value: { name: 'ab', open: { known: 1 } },
      path: 'spec.open.known',
      message: 'This is a number, and has to be text. Put it in quotes: "1".',
    },
    { value: [], path: 'spec', message: 'This is a list, and has to be an object with fields.' },
  ])('$path: $message', ({ value, path, message }) => {
    expect(schemaViolations(value, SCHEMA, 'spec')).toEqual([{ path, message }]);
  });

  test('has all its faults told at once', () => {
    const value = { size: 'a', items: [{}, { key: 1 }] };
    const paths = schemaViolations(value, SCHEMA, 'spec').map((violation) => violation.path);
    expect(paths).toEqual(['spec.name', 'spec.size', 'spec.items[0].key', 'spec.items[1].key']);
  });
});

test.each([
  {
    name: 'ab',
    size: null,
    share: 0.1,
    quantity: '5Gi',
    labels: { any: 'thing' },
    open: { any: { thing: 1 } },
  },
  { name: 'abcd', size: 9, share: 1, quantity: 5, items: [], on: false, kind: 'big' },
])('what fits has nothing wrong', (value) => {
  expect(schemaViolations(value, SCHEMA, 'spec')).toEqual([]);
  expect(unknownFields(value, SCHEMA, 'spec')).toEqual([]);
});

test('an unknown field is told with the nearest one, however deep it is', () => {
  expect(unknownFields({ nmae: 'ab', items: [{ kye: 'a' }], toString: null }, SCHEMA, 'spec')).toEqual([
    { path: 'spec.nmae', message: 'There is no such field. Did you mean name?' },
    { path: 'spec.items[0].kye', message: 'There is no such field. Did you mean key?' },
  ]);
});

test('fields that are null are as if they were not there', () => {
  expect(withoutNulls({ a: null, b: [{ c: null, d: 1 }] })).toEqual({ b: [{ d: 1 }] });
});

test('our schemas use no other words', () => {
  const known =
    /^(type|nullable|enum|required|properties|additionalProperties|items|(min|max)(imum|Length)|maxItems|description|format|x-kubernetes-(validations|int-or-string|preserve-unknown-fields|list-.*))$/u;
  const words = new Set<string>();
  const gather = (schema: Schema): void => {
    for (const word of Object.keys(schema)) words.add(word);
    const below = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
    for (const each of below) if (each !== undefined) gather(each);
  };
  gather(schemaOf(APPLICATION_SCHEMAS.spec));
  expect([...words].filter((word) => !known.test(word))).toEqual([]);
});
