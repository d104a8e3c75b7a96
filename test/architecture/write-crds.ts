import { writeFileSync } from 'node:fs';
import { CRD_FOLDERS, renderedCrds } from './rendered-crds.ts';

/* Writes the CRDs, for kubectl and for Helm, from the one source in `src/api`: `npm run crds`. */
for (const folder of CRD_FOLDERS) {
  for (const [file, text] of renderedCrds()) {
    writeFileSync(new URL(`../../${folder}${file}`, import.meta.url), text);
  }
}
