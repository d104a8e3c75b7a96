import { writeFileSync } from 'node:fs';
import { renderedCrds } from './rendered-crds.ts';

/* Writes `crds/` from the one source in `src/api`: `npm run crds`. */
for (const [file, text] of renderedCrds()) {
  writeFileSync(new URL(`../../crds/${file}`, import.meta.url), text);
}
