import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';

const REPOSITORY = new URL('../../', import.meta.url);

/** What the README has people apply with kubectl: CRDs, operator, and the account of drivers in `jobNamespace`. */
export function plainManifests(jobNamespace: string): readonly KubernetesObject[] {
  const paths = ['crds/', 'deploy/'].flatMap((folder) =>
    readdirSync(new URL(folder, REPOSITORY)).map((file) => `${folder}${file}`),
  );
  return paths.flatMap((path) => {
    const objects = loadAll(readFileSync(new URL(path, REPOSITORY), 'utf8')) as readonly KubernetesObject[];
    return path === 'deploy/job-account.yaml'
      ? objects.map((each) => ({ ...each, metadata: { ...each.metadata, namespace: jobNamespace } }))
      : objects;
  });
}
