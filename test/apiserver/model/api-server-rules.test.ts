import { afterAll, describe, expect, test } from '@jest/globals';
import { API_SERVER_RULES } from '../../model/api-server/api-server-rules.ts';
import { newNamespace, realApiServer } from '../real-api-server.ts';

const server = realApiServer();
afterAll(() => server.close());

describe('a real API server, which the model is made after', () => {
  test.each(API_SERVER_RULES.filter(({ compacts }) => compacts === undefined))('$says', async ({ holds }) => {
    expect.hasAssertions();
    const namespace = await newNamespace(server.api, 'rules');
    await holds({ api: server.api, namespace, compact: () => undefined });
  });
});
