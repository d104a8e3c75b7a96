import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { API_SERVER_RULES } from './api-server-rules.ts';
import { ModelledApiServer } from './modelled-api-server.ts';

describe('the API server of the model', () => {
  test.each(API_SERVER_RULES)('$says', async ({ holds }) => {
    expect.hasAssertions();
    const api = new ModelledApiServer(new ManualClock(1_800_000_000_000));
    await holds({ api, namespace: 'jobs', compact: () => api.history.compact() });
  });
});
