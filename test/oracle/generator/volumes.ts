/** Volumes: each is several properties that belong together. */
import type { GeneratedProperty, Properties } from './generated-property.ts';
import type { Random } from './random.ts';
import { LABEL_VALUES, type Draw } from './values.ts';

const TYPES = ['emptyDir', 'hostPath', 'nfs', 'persistentVolumeClaim'] as const;
type VolumeType = (typeof TYPES)[number];

/** What a type cannot do without, and what it may have. */
const OPTIONS: Readonly<Record<VolumeType, Draw<Properties>>> = {
  emptyDir: (random) => ({
    ...(random.chance(0.5) && { 'options.medium': random.pick(['Memory', '']) }),
    ...(random.chance(0.5) && { 'options.sizeLimit': random.pick(['1Gi', '500M', '2048', '1G']) }),
  }),
  hostPath: (random) => ({
    'options.path': random.pick(['/data', '/mnt/{{x}}']),
    ...(random.chance(0.5) && { 'options.type': random.pick(['', 'Directory', 'DirectoryOrCreate']) }),
  }),
  nfs: (random) => ({
    'options.server': random.pick(['nfs.example.org', '10.0.0.7']),
    'options.path': '/export',
  }),
  persistentVolumeClaim: (random) => ({
    'options.claimName': random.pick(['shared', 'OnDemand', 'for-SPARK_EXECUTOR_ID', 'my-OnDemand']),
    ...(random.chance(0.6) && { 'options.storageClass': random.pick(['fast', 'standard']) }),
    ...(random.chance(0.6) && { 'options.sizeLimit': random.pick(['10Gi', '1T', '4096']) }),
    ...(random.chance(0.3) && { 'label.team': LABEL_VALUES.valid(random), 'label.x.y': '1' }),
    ...(random.chance(0.3) && { 'annotation.example.org/why': 'because: so' }),
  }),
};

/** What is refused whatever the type is. */
const WRONG_MOUNTS: readonly Properties[] = [
  { 'mount.subPath': 'a', 'mount.subPathExpr': '$(B)' },
  { 'mount.readOnly': 'maybe' },
];

/** What makes a type refused: a size without a unit, or nothing of what it cannot do without. */
const WRONG_OPTIONS: Readonly<Record<VolumeType, Properties>> = {
  emptyDir: { 'options.sizeLimit': '5' },
  hostPath: { 'options.type': 'Directory' },
  nfs: { 'options.server': 'nfs.example.org' },
  persistentVolumeClaim: { 'options.claimName': 'OnDemand', 'options.sizeLimit': '512' },
};

/** Up to three volumes below `prefix`, of any type; one that is not as it has to be is refused. */
export function volumes(prefix: string): GeneratedProperty {
  return {
    key: prefix,
    valid: (random) =>
      Object.fromEntries(
        random
          .some(['data', 'work', 'spark-local-dir-1', 'spark-local-dir-2', 'v'], random.between(1, 3))
          .flatMap((name) => Object.entries(volume(random, prefix, name))),
      ),
    invalid: (random) => ({ ...volume(random, prefix, 'wrong'), ...wrongVolume(random, prefix) }),
  };
}

/** Each is mounted at its own path. */
function volume(random: Random, prefix: string, name: string): Properties {
  const type = random.pick(TYPES);
  return below(`${prefix}${type}.${name}.`, { ...mountOf(random, name), ...OPTIONS[type](random) });
}

function mountOf(random: Random, name: string): Properties {
  return {
    'mount.path': `/mnt/${name}`,
    ...(random.chance(0.5) && { 'mount.readOnly': random.pick(['true', 'false', 'TRUE']) }),
    ...random.pick([{}, {}, { 'mount.subPath': 'part/a' }, { 'mount.subPathExpr': '$(POD_NAME)' }]),
  };
}

function wrongVolume(random: Random, prefix: string): Properties {
  const type = random.pick(TYPES);
  const mounted = { 'mount.path': '/mnt/wrong-one' };
  const right = { ...mounted, ...OPTIONS[type](random) };
  if (random.chance(0.1)) return below(`${prefix}tape.wrong-one.`, right);
  const wrong = random.pick<Properties>([
    ...WRONG_MOUNTS.map((mount) => ({ ...right, ...mount })),
    { ...mounted, ...WRONG_OPTIONS[type] },
    { ...OPTIONS[type](random), 'mount.readOnly': 'true' },
  ]);
  return below(`${prefix}${type}.wrong-one.`, wrong);
}

function below(head: string, properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [`${head}${key}`, value]));
}
