import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyStory } from '../../model/any-story.ts';
import { tellStory } from '../../model/world/told-story.ts';
import { realApiServer } from '../real-api-server.ts';
import { realGround } from './real-ground.ts';

const STORIES = Number(process.env['STORIES'] ?? 100);
const SEED = Number(process.env['SEED'] ?? 1);
/** Stories told at the same time, each in a namespace of its own. */
const AT_ONCE = 4;
/** No story begins later, so that a slow machine tells fewer of them and takes no longer. */
const BEGIN_WITHIN_MS = 50_000;

const server = realApiServer();
afterAll(() => server.close());

describe('executors on a real API server, whatever happens', () => {
  test(`break no rule in up to ${STORIES} stories, and are right once all is calm`, async () => {
    const stories = fc.sample(anyStory, { numRuns: STORIES, seed: SEED }).values();
    const wrong: string[] = [];
    const startedMs = performance.now();
    const teller = async (): Promise<void> => {
      for (const story of stories) {
        if (performance.now() - startedMs > BEGIN_WITHIN_MS) return;
        const over = new AbortController();
        await tellStory(story, (see) => realGround(server.api, see, over.signal)).catch((error: unknown) =>
          wrong.push(`${String(error)} in ${JSON.stringify(story)}`),
        );
        over.abort();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, teller));
    expect(wrong).toEqual([]);
  }, 180_000);
});
