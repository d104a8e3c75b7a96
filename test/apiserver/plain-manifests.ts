import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';

const REPOSITORY = new URL('../../', import.meta.url);

const BASE = 'deploy/base/';
const JOB_ACCOUNT = 'deploy/job-account.yaml';
const DRIVER_MODE = 'deploy/driver-mode-account.yaml';
const NAMESPACE_READER = 'deploy/namespace-reader.yaml';

/** No object: what kustomize goes by. */
const KUSTOMIZATION = 'kustomization.yaml';

/** What people apply with kubectl beside the CRDs: the operator, and the account of drivers in `jobNamespace`. */
export function plainManifests(jobNamespace: string): readonly KubernetesObject[] {
  const paths = readdirSync(new URL(BASE, REPOSITORY)).filter((file) => file !== KUSTOMIZATION);
  return [...paths.flatMap((file) => objectsIn(`${BASE}${file}`)), ...within(jobNamespace, JOB_ACCOUNT)];
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
