import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyStory } from './any-story.ts';
import { groundInMemory } from './world/ground.ts';
import { tellStory } from './world/told-story.ts';

const STORIES = Number(process.env['STORIES'] ?? 10_000);
const SEED = Number(process.env['SEED'] ?? 1);

describe('executors, whatever happens to them, to events, to requests and to operators', () => {
  test(`break no rule in ${STORIES} stories, and are right once all is calm`, async () => {
    const holds = fc.asyncProperty(anyStory, (story) => tellStory(story, groundInMemory));
    const told = await fc.check(holds, { numRuns: STORIES, seed: SEED });
    expect(told.failed ? fc.defaultReportMessage(told) : 'no rule was broken').toBe('no rule was broken');
  }, 900_000);
});
