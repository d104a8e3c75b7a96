import { readFileSync, writeFileSync } from 'node:fs';
import { renderedErrors, renderedMetrics, renderedProperties, renderedRooms } from './rendered-docs.ts';
import { renderedCompatibility } from './rendered-compatibility.ts';
import { withRooms } from './readme-rooms.ts';

/* Writes what `docs/` and `README.md` say about the code from the code itself: `npm run docs`. */
const REPOSITORY = new URL('../../', import.meta.url);
const README = new URL('README.md', REPOSITORY);

writeFileSync(new URL('docs/compatibility.md', REPOSITORY), renderedCompatibility());
writeFileSync(new URL('docs/errors.md', REPOSITORY), renderedErrors());
writeFileSync(new URL('docs/metrics.md', REPOSITORY), renderedMetrics());
writeFileSync(new URL('docs/properties.md', REPOSITORY), renderedProperties());
writeFileSync(README, withRooms(readFileSync(README, 'utf8'), renderedRooms()));
