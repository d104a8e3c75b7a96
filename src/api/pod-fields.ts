import { Type, type Static } from 'typebox';
import {
  affinityField,
  containerSecurityField,
  ContainerSchema,
  dnsConfigField,
  EnvFromSchema,
  EnvVarSchema,
  HostAliasSchema,
  lifecycleField,
  podSecurityField,
  PortSchema,
  TolerationSchema,
  TopologySpreadSchema,
  VolumeMountSchema,
} from './kubernetes-schemas.ts';
import { Int64 } from './schema.ts';

/*
 * What driver and executor pods can have beside what Spark's properties give them. Each field stands in both roles.
 */

const optional = Type.Optional;
const filled = (description: string) => Type.String({ minLength: 1, description });

/** Only the container's limit: Spark's own property needs a script that finds the devices, and asks for it. */
const Gpu = Type.Object(
  {
    name: Type.String({ description: 'As the device plugin calls it, for example nvidia.com/gpu.' }),
    quantity: Int64('How many; 0 asks for none.'),
  },
  {
    description:
      'GPUs of the Spark container, as a limit. Spark itself is told nothing: to schedule tasks by GPU, set ' +
      'spark.executor.resource.gpu.* instead.',
  },
);

/** Not among `volumes`, because it needs no name of its own. */
const MountedConfigMap = Type.Object({
  name: filled('Name of the ConfigMap.'),
  path: Type.String({ minLength: 1, description: 'Directory in which its keys are files.' }),
});

/** The type is text and no choice, so that an object of another operator can still be read; a check looks at it. */
const MountedSecret = Type.Object({
  name: filled('Name of the secret.'),
  path: Type.String({ minLength: 1, description: 'Directory in which its keys are files.' }),
  secretType: Type.String({
    description:
      'Generic; GCPServiceAccount: GOOGLE_APPLICATION_CREDENTIALS is set to its key.json; or HadoopDelegationToken: ' +
      'HADOOP_TOKEN_FILE_LOCATION is set to its hadoop.token.',
  }),
});

/** One key of a secret, as the value of a variable. */
const SecretKey = Type.Object({ name: filled('Name of the secret.'), key: filled('One of its keys.') });

/**
 * Fields that Spark has properties for: they become these, so that Spark's own rules hold for them, in Driver mode, too.
 */
export const PROPERTY_POD_FIELDS = {
  secrets: optional(Type.Array(MountedSecret, { description: 'Secrets to mount.' })),
  envSecretKeyRefs: optional(
    Type.Unsafe<Readonly<Record<string, Static<typeof SecretKey>>>>({
      type: 'object',
      additionalProperties: SecretKey,
      description: 'Variables of the Spark container whose values are keys of secrets.',
    }),
  ),
  schedulerName: optional(Type.String({ description: 'Scheduler of the pods.' })),
};

/** Fields of the Spark container that it has no properties for. */
const containerFields = {
  env: optional(
    Type.Array(EnvVarSchema, { description: "Variables of the Spark container, after Spark's own." }),
  ),
  envFrom: optional(
    Type.Array(EnvFromSchema, { description: 'ConfigMaps and secrets whose keys are variables.' }),
  ),
  configMaps: optional(Type.Array(MountedConfigMap, { description: 'ConfigMaps to mount, read-only.' })),
  volumeMounts: optional(
    Type.Array(VolumeMountSchema, {
      description:
        'Where the Spark container sees volumes of spec.volumes. Shuffle and spill files go to those named ' +
        'spark-local-dir-*.',
    }),
  ),
  ports: optional(Type.Array(PortSchema, { description: "Ports it listens on, beside Spark's own." })),
  memoryLimit: optional(
    Type.String({
      description:
        'Memory limit of the container, for example 4g or 4Gi. @default what it requests: heap and overhead',
    }),
  ),
  gpu: optional(Gpu),
  lifecycle: optional(
    lifecycleField("Hooks of the Spark container; preStop takes the place of Spark's own."),
  ),
  securityContext: optional(
    containerSecurityField(
      'What the Spark container may do. Replaces what Spark sets, which is allowPrivilegeEscalation: false.',
    ),
  ),
};

/** Fields of the pod that Spark has no properties for (for the last one it has, but of the executors alone). */
const wholePodFields = {
  initContainers: optional(Type.Array(ContainerSchema, { description: 'Containers that run before Spark.' })),
  sidecars: optional(
    Type.Array(ContainerSchema, {
      description:
        'Containers that run beside Spark. Write those that would outlive it as initContainers with restartPolicy Always.',
    }),
  ),
  affinity: optional(affinityField('Nodes and pods to be near to, or far from.')),
  tolerations: optional(Type.Array(TolerationSchema, { description: 'Taints of nodes it can live with.' })),
  topologySpreadConstraints: optional(
    Type.Array(TopologySpreadSchema, { description: 'How the pods spread over nodes and zones.' }),
  ),
  podSecurityContext: optional(podSecurityField('What all containers of the pod may do.')),
  priorityClassName: optional(Type.String({ description: 'Priority of the pods.' })),
  hostNetwork: optional(
    Type.Boolean({
      description:
        'Use the network of the node, and its ports: executors then need a node each, unless spark.blockManager.port is 0.',
    }),
  ),
  dnsConfig: optional(dnsConfigField('How names are looked up.')),
  hostAliases: optional(Type.Array(HostAliasSchema, { description: 'Lines of /etc/hosts.' })),
  shareProcessNamespace: optional(
    Type.Boolean({ description: "Let containers see each other's processes." }),
  ),
  terminationGracePeriodSeconds: optional(
    Int64('Time between asking the pod to end and killing it. @default 30'),
  ),
};

/** Fields that are put into finished pods. */
export const POD_FIELDS = { ...containerFields, ...wholePodFields };

/** For its type only. */
const PodFieldsSchema = Type.Object(POD_FIELDS);

/** What one role says about its pods, as far as Spark has no properties for it. */
export type RolePodFields = Static<typeof PodFieldsSchema>;
export type MountedSecretSpec = Static<typeof MountedSecret>;
