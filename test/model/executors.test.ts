import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from '@jest/globals';

const STORIES = process.env['STORIES'] ?? '10000';
const SEED = process.env['SEED'] ?? '1';
const TELL_STORIES = fileURLToPath(new URL('tell-stories.ts', import.meta.url));
const LIMIT_MS = 900_000;

describe('executors, whatever happens to them, to events, to requests and to operators', () => {
  test(
    `break no rule in ${STORIES} stories, and are right once all is calm`,
    async () => {
      const told = promisify(execFile)(process.execPath, [TELL_STORIES, STORIES, SEED], {
        timeout: LIMIT_MS,
      });
      expect((await told).stdout.trim()).toBe(`no rule was broken in ${STORIES} stories`);
    },
    LIMIT_MS,
  );
});
