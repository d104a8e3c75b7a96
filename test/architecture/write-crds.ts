import { writeFileSync } from 'node:fs';
import { CRD_FOLDER, renderedCrds } from './rendered-crds.ts';

/* Writes the CRDs from the one source in `src/api`: `npm run crds`. */
for (const [file, text] of renderedCrds()) {
  writeFileSync(new URL(`../../${CRD_FOLDER}${file}`, import.meta.url), text);
}
