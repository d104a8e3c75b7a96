/**
 * `tell-stories.ts STORIES SEED`: tells them on an API server in memory, and says which rule was broken, by which story.
 * Not within jest, in whose context they take a quarter longer.
 */
import * as fc from 'fast-check';

import { anyStory } from './any-story.ts';
import { groundInMemory } from './world/ground.ts';
import { tellStory } from './world/told-story.ts';

const [numRuns = 10_000, seed = 1] = process.argv.slice(2).map(Number);

const holds = fc.asyncProperty(anyStory, (story) => tellStory(story, groundInMemory));
const told = await fc.check(holds, { numRuns, seed });
const words = told.failed
  ? `${String(told.errorInstance)}\n${fc.defaultReportMessage(told)}`
  : `no rule was broken in ${told.numRuns} stories`;
process.stdout.write(`${words}\n`);
