import { dump } from 'js-yaml';
import { DEFINITIONS } from '../../src/api/custom-resource-definition.ts';

/** The folder that holds the CRDs, below the repository. */
export const CRD_FOLDER = 'crds/';

/** The files of such a folder, by name, as they follow from `src/api`. */
export function renderedCrds(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(DEFINITIONS).map(([file, definition]) => [
      file,
      `# Written by "npm run crds" from src/api; a test holds it equal.\n${dump(definition, { noRefs: true, lineWidth: 120 })}`,
    ]),
  );
}
