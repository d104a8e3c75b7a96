import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyStory } from '../../model/any-story.ts';
import { tellStory } from '../../model/world/told-story.ts';
import { realApiServer } from '../real-api-server.ts';
import { realGround } from './real-ground.ts';

const STORIES = Number(process.env['STORIES'] ?? 100);
const SEED = Number(process.env['SEED'] ?? 1);
/** Stories told at the same time, each in a namespace of its own: most of the time they wait for the API server. */
const AT_ONCE = 8;

const server = realApiServer();
afterAll(() => server.close());

describe('executors on a real API server, whatever happens', () => {
  test(`break no rule in ${STORIES} stories, and are right once all is calm`, async () => {
    const stories = fc.sample(anyStory, { numRuns: STORIES, seed: SEED }).values();
    const wrong: string[] = [];
    let told = 0;
    const teller = async (): Promise<void> => {
      for (const story of stories) {
        const over = new AbortController();
        const lay = (see: Parameters<typeof realGround>[1]) =>
          realGround(server.api, see, story, over.signal);
        await tellStory(story, lay).catch((error: unknown) =>
          wrong.push(`${String(error)} in ${JSON.stringify(story)}`),
        );
        over.abort();
        told += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, teller));
    process.stdout.write(`${told} stories were told, with seed ${SEED}\n`);
    expect(wrong).toEqual([]);
    expect(told).toBe(STORIES);
  }, 900_000);
});
