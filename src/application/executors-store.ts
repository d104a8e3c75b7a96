import type { SparkApplication } from '../api/spark-application.ts';
import { executorSetName } from '../api/spark-executor-set.ts';
import type { ClaimRules } from '../executors/executor-claim.ts';
import { parseExecutorSettings, type ExecutorSettings } from '../executors/executor-settings.ts';
import type { ExecutorsOf } from '../executors/executors-of.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { keyOf } from '../kube/projection-cache.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import { buildExecutor } from '../pod/build-executor.ts';
import { driverConfigMapName } from '../pod/driver-conf.ts';
import { executorClaims, ownClaims } from '../pod/executor-claims.ts';
import { executorPodName } from '../pod/executor-conf.ts';
import {
  parseExecutorTemplate,
  type DriverIdentity,
  type ExecutorTemplate,
} from '../pod/executor-template.ts';
import { attemptIds } from '../spark/application-names.ts';
import { CONF } from '../spark/conf-keys.ts';
import { attemptOf } from '../submission/attempt.ts';
import { planSubmission, type SubmissionSettings } from '../submission/plan-submission.ts';
import { parseExecutorFields } from '../submission/pod-fields/executor-fields.ts';
import { withPodFields } from '../submission/pod-fields/pod-field-steps.ts';
import { objectLabels } from '../submission/pod-labels.ts';
import type { DriverPod } from './driver-pod.ts';
import { asManaged, currentAttempt, isAnothers } from './observed.ts';

/** Its keys are in `pod/executor-template.ts` and `submission/pod-fields/executor-fields.ts`. */
type ConfigMapData = Readonly<Record<string, string>>;

/** What there is to know of executors that their driver makes. */
export interface DrivenExecutors {
  /** Spark's id of the application: another one for each attempt. */
  readonly appId: string;
  /** As it was submitted. */
  readonly settings: ExecutorSettings;
  /** Their pods may belong to StatefulSets or Deployments. */
  readonly inSets: boolean;
}

/** Without the name of a ConfigMap that each namespace has its own of. */
type SettingsForAll = Omit<SubmissionSettings, 'pluginConfigMapName'>;

/**
 * What the executors of each application are made from: properties and fields as they were submitted, read from the
 * driver's ConfigMap once and kept while the application lives.
 */
export class ExecutorsStore {
  readonly #api: ApiServer;
  readonly #everywhere: SettingsForAll;
  /** By application; one attempt each, the latest. Emptied by `forget`. */
  readonly #data = new Map<string, { readonly uniqueId: string; readonly data: ConfigMapData }>();

  /** @param everywhere what drivers are submitted with in all namespaces */
  constructor(api: ApiServer, everywhere: SettingsForAll) {
    this.#api = api;
    this.#everywhere = everywhere;
  }

  /**
   * Everything the executors' controller needs to know about the current attempt. `driver` is undefined once the
   * driver is over; its executors are to end then.
   *
   * Fails: with an `ApiError`, or an `OperatorError` where somebody has spoilt the ConfigMap.
   */
  async executorsOf(
    application: Stored<SparkApplication>,
    driver: DriverPod | undefined,
  ): Promise<ExecutorsOf> {
    const { namespace, name } = application.metadata;
    const submitted = await this.#submitted(application);
    const template = parseExecutorTemplate(submitted, identityOf(driver));
    const fields = parseExecutorFields(submitted, template.driver.name);
    const labels = objectLabels(attemptOf(application, currentAttempt(application), 0));
    return {
      key: { namespace, name },
      appId: template.appId,
      setName: executorSetName(name, currentAttempt(application)),
      settings: parseExecutorSettings(template.conf),
      driver: { ready: driver?.ready ?? false, ended: driver === undefined || driver.deleting },
      instances: application.spec.executor.instances,
      claims: claimRulesOf(template),
      podName: (id) => executorPodName(template, id),
      build: (request) => {
        const built = buildExecutor(template, request);
        return { pod: withPodFields(built.pod, fields), ...executorClaims(template, built, labels) };
      },
    };
  }

  /**
   * How the executors of the current attempt are run where the driver makes them itself.
   *
   * Fails: as `executorsOf`.
   */
  async drivenOf(application: Stored<SparkApplication>): Promise<DrivenExecutors> {
    const { appId, conf } = parseExecutorTemplate(await this.#submitted(application), identityOf(undefined));
    // What another operator has submitted is only in its own words; its ids are in the status.
    const submittedId = isAnothers(application) ? application.status?.sparkApplicationId : undefined;
    return {
      appId: submittedId ?? appId,
      settings: parseExecutorSettings(conf),
      inSets: conf.read(CONF.podsAllocator) !== 'direct',
    };
  }

  /** The application is gone: its next one of that name is read anew. */
  forget(name: NamespacedName): void {
    this.#data.delete(keyOf(name));
  }

  /** From the ConfigMap; where somebody has deleted it, from the application once more. */
  async #submitted(application: Stored<SparkApplication>): Promise<ConfigMapData> {
    const { namespace } = application.metadata;
    const key = keyOf(application.metadata);
    const attempt = currentAttempt(application);
    const { uniqueId } = attemptIds(application.metadata.uid, attempt);
    const known = this.#data.get(key);
    // The ConfigMap is immutable, so one look lasts for the attempt. The next application may have the same name.
    if (known?.uniqueId === uniqueId) return known.data;
    const stored = await this.#api.get(CONFIG_MAPS, { namespace, name: driverConfigMapName(uniqueId) });
    const data = stored?.data ?? this.#submitAgain(application, attempt);
    this.#data.set(key, { uniqueId, data });
    return data;
  }

  /** What the attempt would be submitted with now: an edit since then shows. Better than no executors. */
  #submitAgain(application: Stored<SparkApplication>, attempt: number): ConfigMapData {
    const settings = { pluginConfigMapName: '', ...this.#everywhere };
    const managed = asManaged(application);
    return planSubmission({ application: managed, attempt, submittedAtMs: 0, settings }).configMapData;
  }
}

/** The operator acts by the values that were submitted: the driver itself may not touch claims. */
function claimRulesOf(template: ExecutorTemplate): ClaimRules | undefined {
  const { conf, driver } = template;
  const { needs, namesOf } = ownClaims(template);
  if (needs.length === 0) return undefined;
  const driverOwns = conf.read(CONF.driverOwnsClaims);
  const reuses = driverOwns && conf.read(CONF.reusesClaims);
  const mostExecutors = conf.read(
    conf.read(CONF.dynamicAllocation) ? CONF.maxExecutors : CONF.executorInstances,
  );
  const waitsFrom = reuses && conf.read(CONF.waitsForClaims) ? mostExecutors : undefined;
  return { needs, namesOf, driverUid: driver.uid, goWithPod: !driverOwns, reuses, waitsFrom };
}

/** A driver that is over gets no more executors, so nothing is made from its identity. */
function identityOf(driver: DriverPod | undefined): DriverIdentity {
  return { name: driver?.name ?? '', uid: driver?.uid ?? '', ip: driver?.podIP ?? '' };
}
