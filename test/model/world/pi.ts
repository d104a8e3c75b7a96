/** The application that all stories are about, as its operators see it. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { ClaimRules } from '../../../src/executors/executor-claim.ts';
import { parseExecutorSettings, type ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import type { ExecutorObjects, ExecutorsOf } from '../../../src/executors/executors-of.ts';
import type { DriverCondition } from '../../../src/executors/observed-executors.ts';
import type { KubernetesObject, NamespacedName } from '../../../src/manifest/object-meta.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { executorManifest, executorSet } from '../../fakes/executor-pods.ts';
import type { ClaimsLife, Story } from '../story.ts';

/** The pod that owns what executors leave behind; it is never made, only named. */
const DRIVER = { apiVersion: 'v1', kind: 'Pod', name: 'pi-driver', uid: 'uid-of-driver', controller: true };

/** Where claims are waited for, there are claims for so many executors before one waits; for all that are wanted anyway. */
export const CLAIMS_BEFORE_WAITING = 1;

/** Each executor needs one of each. */
const CLAIM_NEEDS = [
  { storageClass: 'fast', bytes: 1 << 30 },
  { storageClass: 'large', bytes: 1 << 30 },
];

export const CLAIMS_EACH = CLAIM_NEEDS.length;

export class Pi {
  readonly settings: ExecutorSettings;
  readonly setName: NamespacedName;
  driver: DriverCondition = { ready: false, ended: false };
  /** What `spec.executor.instances` says. */
  instances: number | undefined;
  readonly #claims: ClaimRules | undefined;

  constructor({ conf, claims }: Story, namespace: string) {
    this.settings = parseExecutorSettings(SparkConf.from(conf));
    this.setName = { namespace, name: 'pi-1' };
    this.instances = this.settings.instances;
    this.#claims = claimRules(claims);
  }

  /** Its executor set as whoever submits it, or finds it deleted, makes it. */
  emptySet(): SparkExecutorSet {
    const { status: _, ...set } = executorSet();
    return { ...set, metadata: this.setName };
  }

  executors(): ExecutorsOf {
    return {
      key: { namespace: this.setName.namespace, name: 'pi' },
      appId: 'spark-1',
      setName: this.setName.name,
      settings: this.settings,
      driver: this.driver,
      instances: this.instances,
      claims: this.#claims,
      podName,
      build: ({ id, profile }) => this.#build(id, profile.id),
    };
  }

  /** Every third one finds its node only later, as the API server sees it. */
  #build(id: number, profileId: number): ExecutorObjects {
    const { metadata, spec, ...pod } = executorManifest(id, profileId);
    const { namespace } = this.setName;
    const names = this.#claims?.namesOf(id) ?? [];
    const volumes = names.map((claimName, index) => ({
      name: `volume-${index}`,
      persistentVolumeClaim: { claimName },
    }));
    return {
      pod: {
        ...pod,
        metadata: { ...metadata, namespace },
        spec: {
          ...spec,
          ...(id % 3 === 0 ? {} : { nodeName: 'node-1' }),
          ...(names.length === 0 ? {} : { volumes }),
        },
      },
      claims: names.map((name, index) => claim({ namespace, name }, index)),
      claimsGoWithPod: this.#claims?.goWithPod ?? false,
    };
  }
}

const podName = (id: number): string => `pi-exec-${id}`;

function claimRules(life: ClaimsLife): ClaimRules | undefined {
  if (life === 'none') return undefined;
  return {
    needs: CLAIM_NEEDS,
    namesOf: (id) => CLAIM_NEEDS.map((_, index) => `${podName(id)}-pvc-${index}`),
    driverUid: DRIVER.uid,
    goWithPod: life === 'with-pod',
    reuses: life === 'reused' || life === 'waited-for',
    waitsFrom: life === 'waited-for' ? CLAIMS_BEFORE_WAITING : undefined,
  };
}

function claim(name: NamespacedName, index: number): KubernetesObject {
  const { storageClass, bytes } = CLAIM_NEEDS[index] ?? { storageClass: '', bytes: 0 };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...name, labels: { 'spark-app-selector': 'spark-1' }, ownerReferences: [DRIVER] },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: String(bytes) } },
    },
  } as KubernetesObject;
}
