import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { ApiError } from '../../../src/kube/api-error.ts';
import { watchEvents } from '../../../src/kube/watch-lines.ts';
import { anyText, lateExceptionTo } from '../fuzz.ts';

const object = (resourceVersion: string, name = 'a') => ({
  metadata: { namespace: 'jobs', name, uid: 'u', resourceVersion },
});
const line = (type: string, body: unknown): string => `${JSON.stringify({ type, object: body })}\n`;

/** The bytes of `text`, cut into pieces of `size`. */
async function* bytes(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let i = 0; i < all.length; i += size) yield all.subarray(i, i + size);
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of watchEvents(chunks)) events.push(event);
  return events;
}

describe('the lines of a watch', () => {
  test.each([1, 7, 100_000])('come out whole, cut every %i bytes', async (size) => {
    const text = line('ADDED', object('1')) + line('MODIFIED', object('2')) + line('DELETED', object('3'));
    await expect(readAll(bytes(text, size))).resolves.toEqual([
      { type: 'ADDED', object: object('1') },
      { type: 'MODIFIED', object: object('2') },
      { type: 'DELETED', object: object('3') },
    ]);
  });

  test('come out whole where a letter of many bytes was cut', async () => {
    const text = line('ADDED', object('1', 'Größe 🚀'));
    await expect(readAll(bytes(text, 1))).resolves.toEqual([
      { type: 'ADDED', object: object('1', 'Größe 🚀') },
    ]);
  });

  test('tell of a bookmark nothing but its version', async () => {
    const text = line('BOOKMARK', {
      kind: 'Pod',
      metadata: { resourceVersion: '9' },
      spec: { containers: null },
    });
    await expect(readAll(bytes(text))).resolves.toEqual([{ type: 'BOOKMARK', resourceVersion: '9' }]);
  });

  test('are dropped where the end is missing', async () => {
    const text = line('ADDED', object('1')) + line('ADDED', object('2')).slice(0, -5);
    await expect(readAll(bytes(text))).resolves.toHaveLength(1);
  });

  test.each([
    {
      name: 'an ERROR line, in its words',
      text: line('ERROR', { code: 410, reason: 'Expired', message: 'too old resource version' }),
      error: { reason: 'Gone', message: 'too old resource version' },
    },
    { name: 'a type nobody knows', text: line('RENAMED', object('1')), error: { reason: 'Other' } },
    { name: 'what is no event', text: '<html>\n', error: { name: 'ApiError', reason: 'Other' } },
  ])('fail at $name', async ({ text, error }) => {
    await expect(readAll(bytes(text))).rejects.toMatchObject(error);
  });
});

const areEvents = async ([all, size]: readonly [readonly string[], number]): Promise<boolean> => {
  try {
    for await (const each of watchEvents(bytes(all.join('\n'), size))) {
      const of = each.type === 'BOOKMARK' ? each : each.object.metadata;
      if (typeof of.resourceVersion !== 'string') return false;
    }
    return true;
  } catch (caught) {
    return caught instanceof ApiError;
  }
};

const toLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

test('any bytes are events of objects, or an error of ours', async () => {
  const event = fc.record(
    {
      type: fc.oneof(fc.constantFrom('ADDED', 'BOOKMARK', 'ERROR', 'OTHER'), fc.jsonValue()),
      object: fc.oneof(fc.jsonValue(), fc.record({ metadata: fc.jsonValue() }), fc.constant(object('1'))),
    },
    { requiredKeys: [] },
  );
  const lines = fc.oneof(anyText(), fc.jsonValue().map(toLine), event.map(toLine));
  const inputs = fc.tuple(fc.array(lines), fc.integer({ min: 1, max: 50 }));
  expect(await lateExceptionTo(inputs, areEvents)).toBeUndefined();
});
