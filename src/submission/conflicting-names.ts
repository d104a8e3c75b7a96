import type { SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { DRIVER_CONTAINER, EXECUTOR_CONTAINER } from '../spark/container-names.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { Check } from './check.ts';
import { ROLES, type Role } from './pod-field-properties.ts';

/*
 * Names, paths and ports that a pod can have once only. The API server would refuse the pod of a driver, too, but in
 * its own words for it; and that of an executor only once the driver runs.
 */

/** Something that has to be unique in a pod, where it is written, and what makes it so. */
interface Claim {
  readonly path: string;
  readonly value: string;
}

/** Kinds of claims, with the sentence for the second who makes one. */
const KINDS: readonly {
  readonly claims: (spec: SparkApplicationSpec, role: Role) => readonly Claim[];
  readonly says: (value: string) => string;
}[] = [
  {
    claims: containers,
    says: (name) => `Another container of the pod is named ${name}. Give each a name of its own.`,
  },
  {
    claims: mountPaths,
    says: (path) => `Something else is mounted at ${path}. Choose another directory.`,
  },
  {
    claims: (spec, role) => claimsOf(spec, role, 'ports', ({ name }) => name),
    says: (name) => `Another port of the container is named ${name}. Give each a name of its own.`,
  },
  {
    claims: (spec, role) =>
      claimsOf(spec, role, 'ports', ({ containerPort, protocol }) => `${containerPort}/${protocol}`),
    says: (port) => `The container has port ${port} already. Remove one of the two.`,
  },
  {
    claims: (spec, role) => claimsOf(spec, role, 'secrets', ({ name }) => name),
    says: (name) => `Secret ${name} is mounted already. Mount it once.`,
  },
];

/** Two of a kind in one pod, or two ways from outside to one place. */
export const nameTakenTwice: Check = ({ spec }) => [
  ...repeated(
    (spec.volumes ?? []).map(({ name }, index) => ({ path: `spec.volumes[${index}].name`, value: name })),
    (name) => `Another volume is named ${name}. Give each a name of its own.`,
  ),
  ...repeated(
    routes(spec, 'servicePort'),
    (port) => `Another entry has servicePort ${port}, which its Service is named by. Write each port once.`,
  ),
  ...repeated(
    routes(spec, 'ingressURLFormat').filter(({ value }) => value !== ''),
    (address) => `Another entry answers at ${address}, too. Give each an address of its own.`,
  ),
  ...ROLES.flatMap((role) => KINDS.flatMap(({ claims, says }) => repeated(claims(spec, role), says))),
];

/** Of the ways to the driver from outside. */
const routes = (
  { driverIngressOptions = [] }: SparkApplicationSpec,
  field: 'servicePort' | 'ingressURLFormat',
): readonly Claim[] =>
  driverIngressOptions.map((route, index) => ({
    path: `spec.driverIngressOptions[${index}].${field}`,
    value: String(route[field] ?? ''),
  }));

/** A container that is named like the one that runs Spark. */
export const sparkContainerNamed: Check = ({ spec }, conf) =>
  ROLES.flatMap((role) =>
    containers(spec, role)
      .filter(({ value }) => value === sparkContainerName(conf, role))
      .map(({ path, value }) => ({
        path,
        message: `${value} is the container that runs Spark. Choose another name; what is meant for that container has fields of its own.`,
      })),
  );

/** The container that runs Spark, as a template names it, else as Spark does. */
export function sparkContainerName(conf: SparkConf, role: Role): string {
  return role === 'driver'
    ? (conf.read(CONF.driverContainerName) ?? DRIVER_CONTAINER)
    : (conf.read(CONF.executorContainerName) ?? EXECUTOR_CONTAINER);
}

/** Of sidecars and init containers together: they share the names. */
function containers(spec: SparkApplicationSpec, role: Role): readonly Claim[] {
  return (['initContainers', 'sidecars'] as const).flatMap((list) =>
    claimsOf(spec, role, list, ({ name }) => name),
  );
}

/** Of everything that is mounted into the Spark container. */
function mountPaths(spec: SparkApplicationSpec, role: Role): readonly Claim[] {
  return [
    ...claimsOf(spec, role, 'volumeMounts', ({ mountPath }) => mountPath),
    ...claimsOf(spec, role, 'configMaps', ({ path }) => path),
    ...claimsOf(spec, role, 'secrets', ({ path }) => path),
  ].map(({ path, value }) => ({ path, value: value.replace(/(?<=.)\/+$/u, '') }));
}

/** Lists of a role in which something has to be unique. */
type ListField = 'initContainers' | 'sidecars' | 'volumeMounts' | 'configMaps' | 'secrets' | 'ports';
type Item<F extends ListField> = NonNullable<SparkApplicationSpec[Role][F]>[number];

/** What each item of one list claims, at its place in the list. */
function claimsOf<F extends ListField>(
  spec: SparkApplicationSpec,
  role: Role,
  field: F,
  valueOf: (item: Item<F>) => string,
): readonly Claim[] {
  const items: readonly Item<F>[] = spec[role][field] ?? [];
  return items.map((item, index) => ({ path: `spec.${role}.${field}[${index}]`, value: valueOf(item) }));
}

/** The first who makes a claim is right. */
function repeated(claims: readonly Claim[], says: (value: string) => string): readonly Violation[] {
  return claims
    .filter(({ value }, index) => claims.findIndex((other) => other.value === value) < index)
    .map(({ path, value }) => ({ path, message: says(value) }));
}
