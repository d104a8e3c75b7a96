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
 * knows its own version of them, judges it there. `kubectl explain pod.spec` says more of each field.
 */

const optional = Type.Optional;
const text = (description: string) => optional(Type.String({ description }));
const flag = (description: string) => optional(Type.Boolean({ description }));
const whole = (description: string) => optional(Type.Integer({ format: 'int64', description }));
/** A name that has to be there; whether it is one Kubernetes takes is said by the API server. */
const named = (description: string) => Type.String({ minLength: 1, description });

/** A type that has more fields than those described. */
const OPEN = { 'x-kubernetes-preserve-unknown-fields': true };
const open = (description: string, properties: TProperties = {}) =>
  Type.Object(properties, { ...OPEN, description });

/* Each field says in one line what it is for: `kubectl explain` shows nothing else of it. */

/** `5Gi`, or a bare number: YAML makes a number of one that has no unit. */
const quantity = (description: string) =>
  optional(Type.Unsafe<string>({ 'x-kubernetes-int-or-string': true, description }));

/**
 * A variable. Where its value comes from stays open: each version of Kubernetes knows more sources.
 *
 * @see Kubernetes API `EnvVar` v1
 */
export const EnvVarSchema = Type.Unsafe<EnvVar>(
  Type.Object({
    name: named('Name of the variable.'),
    value: text('Its value; $(NAME) stands for a variable before it.'),
    valueFrom: optional(
      open('Where its value comes from, instead: a key of a ConfigMap or secret, or the pod itself.'),
    ),
  }),
);

/** A ConfigMap or Secret of the same namespace; the pod waits for it unless it is optional. */
const namedObject = (description: string) =>
  optional(
    Type.Object(
      { name: named('Its name.'), optional: flag('Start without it where it does not exist.') },
      { description },
    ),
  );
/** Every key of a ConfigMap or Secret as a variable. @see Kubernetes API `EnvFromSource` v1 */
export const EnvFromSchema = Type.Unsafe<EnvFromSource>(
  Type.Object({
    prefix: text('Put in front of each key.'),
    configMapRef: namedObject('The ConfigMap.'),
    secretRef: namedObject('The secret.'),
  }),
);

/** Where a container sees a volume; whole. @see Kubernetes API `VolumeMount` v1 */
export const VolumeMountSchema = Type.Unsafe<VolumeMount>(
  Type.Object({
    name: named('Name of the volume.'),
    mountPath: named('Where the container sees it.'),
    subPath: text('Path within the volume, instead of its root.'),
    subPathExpr: text('The same, with $(NAME) for variables of the container.'),
    readOnly: flag('Keep the container from writing.'),
    recursiveReadOnly: text('Disabled, IfPossible or Enabled: whether mounts below it are read-only, too.'),
    mountPropagation: text('None, HostToContainer or Bidirectional: which later mounts are seen.'),
  }),
);

/**
 * Any volume: only the types that can stand in Spark's own properties are looked into.
 *
 * @see Kubernetes API `Volume` v1
 */
export const VolumeSchema = Type.Unsafe<Volume>(
  open('A volume of any type that Kubernetes has.', {
    name: named('What mounts call it.'),
    emptyDir: optional(
      open('Empty at the start, gone with the pod.', {
        medium: text('Memory, or the disk of the node where empty.'),
        sizeLimit: quantity('How much fits in, for example 5Gi.'),
      }),
    ),
    hostPath: optional(
      open('A path of the node.', {
        path: named('The path.'),
        type: text('What has to be there, for example Directory or DirectoryOrCreate.'),
      }),
    ),
    nfs: optional(
      open('A path of an NFS server.', {
        server: named('Name or address of the server.'),
        path: named('The path it exports.'),
        readOnly: flag('Mount it read-only.'),
      }),
    ),
    persistentVolumeClaim: optional(
      open('A claim of the same namespace.', {
        claimName: named('Name of the claim.'),
        readOnly: flag('Mount it read-only.'),
      }),
    ),
  }),
);

/** A port of the Spark container. All three are required, as people's files have them. */
export const PortSchema = Type.Unsafe<Required<ContainerPort>>(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 15, description: 'What Services call it.' }),
    protocol: Type.String({ description: 'TCP, UDP or SCTP.' }),
    containerPort: Type.Integer({ format: 'int32', minimum: 1, maximum: 65_535, description: 'Its number.' }),
  }),
);

/**
 * A container beside Spark's. An init container with `restartPolicy: Always` starts before Spark, runs beside it, and
 * ends with it.
 *
 * @see Kubernetes API `Container` v1
 */
export const ContainerSchema = Type.Unsafe<Container>(
  open('A container, with any field that Kubernetes has.', {
    name: named('Unique in the pod.'),
    image: text('What it runs.'),
    command: optional(Strings("Program, in place of the image's entry point.")),
    args: optional(Strings('Arguments of the program.')),
    env: optional(Type.Array(EnvVarSchema, { description: 'Variables.' })),
    envFrom: optional(
      Type.Array(EnvFromSchema, { description: 'ConfigMaps and secrets whose keys are variables.' }),
    ),
    volumeMounts: optional(Type.Array(VolumeMountSchema, { description: 'Where it sees volumes.' })),
    ports: optional(Type.Array(open('A port.'), { description: 'Ports it listens on.' })),
    restartPolicy: text('Of an init container: Always lets it run beside Spark, and end with it.'),
  }),
);

/** A taint that the pods can live with; whole. @see Kubernetes API `Toleration` v1 */
export const TolerationSchema = Type.Unsafe<Toleration>(
  Type.Object({
    key: text('Key of the taint; none: any.'),
    operator: text('Exists, or Equal.'),
    value: text('Value of the taint, with Equal.'),
    effect: text('NoSchedule, PreferNoSchedule or NoExecute; none: any.'),
    tolerationSeconds: whole('With NoExecute: how long the pod may stay.'),
  }),
);

/** How pods spread over nodes, zones and the like. @see Kubernetes API `TopologySpreadConstraint` v1 */
export const TopologySpreadSchema = Type.Unsafe<TopologySpreadConstraint>(
  open('How pods spread over the values of a label of nodes.', {
    maxSkew: Type.Integer({
      format: 'int32',
      minimum: 1,
      description: 'How many pods more than elsewhere there may be in one place.',
    }),
    topologyKey: named('Label of nodes: its values are the places.'),
    whenUnsatisfiable: named('DoNotSchedule or ScheduleAnyway.'),
    labelSelector: optional(
      open('Which pods are counted.', { matchLabels: optional(StringMap('Labels a pod must have.')) }),
    ),
  }),
);

/** Three kinds of terms, each a world of its own. @see Kubernetes API `Affinity` v1 */
export const affinityField = (description: string) =>
  Type.Unsafe<Affinity>(
    Type.Object(
      {
        nodeAffinity: optional(open('Labels of nodes to want or to avoid.')),
        podAffinity: optional(open('Pods to be near to.')),
        podAntiAffinity: optional(open('Pods to be far from.')),
      },
      { description },
    ),
  );

/** A line of `/etc/hosts`; whole. @see Kubernetes API `HostAlias` v1 */
export const HostAliasSchema = Type.Unsafe<HostAlias>(
  Type.Object({ ip: named('The address.'), hostnames: optional(Strings('Names it answers to.')) }),
);

/** How names are looked up; whole. @see Kubernetes API `PodDNSConfig` v1 */
export const dnsConfigField = (description: string) =>
  Type.Unsafe<DnsConfig>(
    Type.Object(
      {
        nameservers: optional(Strings('IP addresses of name servers.')),
        searches: optional(Strings('Domains in which short names are looked for.')),
        options: optional(
          Type.Array(
            Type.Object({ name: text('Name of the option.'), value: text('Its value, if it has one.') }),
            { description: 'Options of the resolver, for example ndots.' },
          ),
        ),
      },
      { description },
    ),
  );

/** What a pod or container may do; both kinds have these. */
const identity = {
  runAsUser: whole('User id of the processes.'),
  runAsGroup: whole('Group id of the processes.'),
  runAsNonRoot: flag('Refuse to run as root.'),
};

/** For all containers of a pod. @see Kubernetes API `PodSecurityContext` v1 */
export const podSecurityField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      {
        ...identity,
        fsGroup: whole('Group id that owns the files of volumes.'),
        supplementalGroups: optional(
          Type.Array(Int64('Group id.'), { description: 'More group ids of the processes.' }),
        ),
      },
      { ...OPEN, description },
    ),
  );

/** For one container, over what the pod says. @see Kubernetes API `SecurityContext` v1 */
export const containerSecurityField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      {
        ...identity,
        privileged: flag('Run with all rights of the node.'),
        allowPrivilegeEscalation: flag('Let a process get more rights than the one that began it.'),
        readOnlyRootFilesystem: flag("Keep processes from writing into the image's own files."),
      },
      { ...OPEN, description },
    ),
  );

/** What runs when a container has started, and before it is stopped. @see Kubernetes API `Lifecycle` v1 */
export const lifecycleField = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>(
    Type.Object(
      {
        postStart: optional(open('Runs when the container has started.')),
        preStop: optional(open('Runs before the container is asked to stop.')),
        stopSignal: text('Signal that asks it to stop. @default SIGTERM'),
      },
      { description },
    ),
  );
