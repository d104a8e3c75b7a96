import { Type, type TProperties } from 'typebox';
import type {
  Container,
  ContainerPort,
  EnvFromSource,
  EnvVar,
  Volume,
  VolumeMount,
} from '../manifest/pod.ts';
import type {
  Affinity,
  DnsConfig,
  HostAlias,
  Toleration,
  TopologySpreadConstraint,
} from '../manifest/pod-placement.ts';
import { Int64, StringMap, Strings } from './schema.ts';

/*
 * Kubernetes' own types, as parts of a SparkApplication. Small ones are described whole, so that a misspelt field is
 * refused. Of large ones what is read here is described, and all else reaches the pod as it is: the API server, which
 * knows its own version of them, judges it there. Their fields have no descriptions: `kubectl explain pod.spec` has.
 */

const optional = Type.Optional;
const text = optional(Type.String());
const flag = optional(Type.Boolean());
const whole = optional(Type.Integer({ format: 'int64' }));
/** A name that has to be there; whether it is one Kubernetes takes is said by the API server. */
const named = Type.String({ minLength: 1 });

/** A type that has more fields than those described. */
const OPEN = { 'x-kubernetes-preserve-unknown-fields': true };
const open = (properties: TProperties = {}) => Type.Object(properties, OPEN);

/** `5Gi`, or a bare number: YAML makes a number of one that has no unit. */
const Quantity = Type.Unsafe<string>({ 'x-kubernetes-int-or-string': true });

/**
 * A variable. Where its value comes from stays open: each version of Kubernetes knows more sources.
 *
 * @see Kubernetes API `EnvVar` v1
 */
export const EnvVarSchema = Type.Unsafe<EnvVar>(
  Type.Object({ name: named, value: text, valueFrom: optional(open()) }),
);

/** A ConfigMap or Secret; the pod waits for it unless it is optional. */
const NamedObject = Type.Object({ name: named, optional: flag });
/** Every key of a ConfigMap or Secret as a variable. @see Kubernetes API `EnvFromSource` v1 */
export const EnvFromSchema = Type.Unsafe<EnvFromSource>(
  Type.Object({ prefix: text, configMapRef: optional(NamedObject), secretRef: optional(NamedObject) }),
);

/** Where a container sees a volume; whole. @see Kubernetes API `VolumeMount` v1 */
export const VolumeMountSchema = Type.Unsafe<VolumeMount>(
  Type.Object({
    name: named,
    mountPath: named,
    subPath: text,
    subPathExpr: text,
    readOnly: flag,
    recursiveReadOnly: text,
    mountPropagation: text,
  }),
);

/**
 * Any volume: only the types that can stand in Spark's own properties are looked into.
 *
 * @see Kubernetes API `Volume` v1
 */
export const VolumeSchema = Type.Unsafe<Volume>(
  open({
    name: named,
    emptyDir: optional(open({ medium: text, sizeLimit: optional(Quantity) })),
    hostPath: optional(open({ path: named, type: text })),
    nfs: optional(open({ server: named, path: named, readOnly: flag })),
    persistentVolumeClaim: optional(open({ claimName: named, readOnly: flag })),
  }),
);

/** A port of the Spark container. All three are required, as people's files have them. */
export const PortSchema = Type.Unsafe<Required<ContainerPort>>(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 15 }),
    protocol: Type.String({ description: 'TCP, UDP or SCTP.' }),
    containerPort: Type.Integer({ format: 'int32', minimum: 1, maximum: 65_535 }),
  }),
);

/**
 * A container beside Spark's. An init container with `restartPolicy: Always` starts before Spark, runs beside it, and
 * ends with it.
 *
 * @see Kubernetes API `Container` v1
 */
export const ContainerSchema = Type.Unsafe<Container>(
  open({
    name: named,
    image: text,
    command: optional(Type.Array(Type.String())),
    args: optional(Type.Array(Type.String())),
    env: optional(Type.Array(EnvVarSchema)),
    envFrom: optional(Type.Array(EnvFromSchema)),
    volumeMounts: optional(Type.Array(VolumeMountSchema)),
    ports: optional(Type.Array(open())),
    restartPolicy: text,
  }),
);

/** A taint that the pods can live with; whole. @see Kubernetes API `Toleration` v1 */
export const TolerationSchema = Type.Unsafe<Toleration>(
  Type.Object({ key: text, operator: text, value: text, effect: text, tolerationSeconds: whole }),
);

/** How pods spread over nodes, zones and the like. @see Kubernetes API `TopologySpreadConstraint` v1 */
export const TopologySpreadSchema = Type.Unsafe<TopologySpreadConstraint>(
  open({
    maxSkew: Type.Integer({ format: 'int32', minimum: 1 }),
    topologyKey: named,
    whenUnsatisfiable: named,
    labelSelector: optional(open({ matchLabels: optional(StringMap('Labels a pod must have.')) })),
  }),
);

/** Three kinds of terms, each a world of its own. @see Kubernetes API `Affinity` v1 */
export const affinityField = (description: string) =>
  Type.Unsafe<Affinity>(
    Type.Object(
      { nodeAffinity: optional(open()), podAffinity: optional(open()), podAntiAffinity: optional(open()) },
      { description },
    ),
  );

/** A line of `/etc/hosts`; whole. @see Kubernetes API `HostAlias` v1 */
export const HostAliasSchema = Type.Unsafe<HostAlias>(
  Type.Object({ ip: named, hostnames: optional(Type.Array(Type.String())) }),
);

/** How names are looked up; whole. @see Kubernetes API `PodDNSConfig` v1 */
export const dnsConfigField = (description: string) =>
  Type.Unsafe<DnsConfig>(
    Type.Object(
      {
        nameservers: optional(Strings('IP addresses of name servers.')),
        searches: optional(Strings('Domains in which short names are looked for.')),
        options: optional(Type.Array(Type.Object({ name: text, value: text }))),
      },
      { description },
    ),
  );

/** What a pod or container may do; both kinds have these. */
const identity = { runAsUser: whole, runAsGroup: whole, runAsNonRoot: flag };

/** For all containers of a pod. @see Kubernetes API `PodSecurityContext` v1 */
export const podSecurityField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      { ...identity, fsGroup: whole, supplementalGroups: optional(Type.Array(Int64('Group id.'))) },
      { ...OPEN, description },
    ),
  );

/** For one container, over what the pod says. @see Kubernetes API `SecurityContext` v1 */
export const containerSecurityField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      { ...identity, privileged: flag, allowPrivilegeEscalation: flag, readOnlyRootFilesystem: flag },
      { ...OPEN, description },
    ),
  );

/** What runs when a container has started, and before it is stopped. @see Kubernetes API `Lifecycle` v1 */
export const lifecycleField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      { postStart: optional(open()), preStop: optional(open()), stopSignal: text },
      { description },
    ),
  );
