import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';

const REPOSITORY = new URL('../../', import.meta.url);

/** Not among what is applied unless somebody decides to. */
const DRIVER_MODE = 'deploy/driver-mode-account.yaml';
const NAMESPACE_READER = 'deploy/namespace-reader.yaml';

/** What the README has people apply with kubectl: CRDs, operator, and the account of drivers in `jobNamespace`. */
export function plainManifests(jobNamespace: string): readonly KubernetesObject[] {
  const paths = ['crds/', 'deploy/'].flatMap((folder) =>
    readdirSync(new URL(folder, REPOSITORY)).map((file) => `${folder}${file}`),
  );
  return paths
    .filter((path) => path !== DRIVER_MODE && path !== NAMESPACE_READER)
    .flatMap((path) => (path === 'deploy/job-account.yaml' ? within(jobNamespace, path) : objectsIn(path)));
}

/** What they apply in addition where drivers make their executors themselves. */
export const driverModeManifests = (jobNamespace: string): readonly KubernetesObject[] =>
  within(jobNamespace, DRIVER_MODE);

/** And where labels choose the namespaces. */
export const namespaceReader = (): readonly KubernetesObject[] => objectsIn(NAMESPACE_READER);

function within(namespace: string, path: string): readonly KubernetesObject[] {
  return objectsIn(path).map((each) => ({ ...each, metadata: { ...each.metadata, namespace } }));
}

function objectsIn(path: string): readonly KubernetesObject[] {
  return loadAll(readFileSync(new URL(path, REPOSITORY), 'utf8')) as readonly KubernetesObject[];
}
