import type { PodManifest } from '../manifest/pod.ts';
import { buildExecutor } from '../pod/build-executor.ts';
import { parseExecutorTemplate } from '../pod/executor-template.ts';
import { DEFAULT_PROFILE_ID } from '../spark/resource-profile.ts';
import { parseExecutorFields } from './pod-fields/executor-fields.ts';
import { withPodFields } from './pod-fields/pod-field-steps.ts';

/**
 * The first executor that comes of a driver's ConfigMap; what only its driver will know, an address, is made up.
 *
 * Fails: with an OperatorError that names the property to mend.
 */
export function firstExecutor(
  configMapData: Readonly<Record<string, string>>,
  driverPodName: string,
): PodManifest {
  const driver = { name: driverPodName, uid: 'uid', ip: '127.0.0.1' };
  const request = { id: 1, profile: { id: DEFAULT_PROFILE_ID } };
  const { pod } = buildExecutor(parseExecutorTemplate(configMapData, driver), request);
  return withPodFields(pod, parseExecutorFields(configMapData, driver.name));
}
