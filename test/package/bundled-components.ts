import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What esbuild says about a bundle, as far as it is read here. */
export interface BundleMetadata {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A package that is part of a bundle. Whoever passes the bundle on passes its license on, too. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** As the package calls it, such as `MIT`. */
  readonly licenseName: string;
  /** The text; undefined where the package brings none. */
  readonly license: string | undefined;
}

/** The packages that the files of a bundle come from, in the order of their folders. */
export function componentsOf({ inputs }: BundleMetadata, repository: string): readonly Component[] {
  const folders = Object.keys(inputs).map((path) => FOLDER.exec(path)?.[0]);
  const unique = [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
  return unique.map((folder) => componentIn(join(repository, folder)));
}

/** Up to the last package in a path; some have packages of their own. */
const FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u;

function componentIn(folder: string): Component {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const file = readdirSync(folder).find((name) => /^licen[cs]e/iu.test(name));
  return {
    name: manifest.name,
    version: manifest.version,
    licenseName: manifest.license ?? 'license not named',
    license: file === undefined ? undefined : readFileSync(join(folder, file), 'utf8'),
  };
}
