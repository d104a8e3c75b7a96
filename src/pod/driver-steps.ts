import type { DriverConf } from './driver-conf.ts';
import { basicDriver } from './features/basic-driver.ts';
import { driverCommand } from './features/driver-command.ts';
import { driverService } from './features/driver-service.ts';
import { envSecrets } from './features/env-secrets.ts';
import { localDirs } from './features/local-dirs.ts';
import { mountSecrets } from './features/mount-secrets.ts';
import { mountVolumes } from './features/mount-volumes.ts';
import { networkPolicy } from './features/network-policy.ts';
import { serviceAccount } from './features/service-account.ts';
import type { FeatureStep } from './spark-pod.ts';

/**
 * What makes a driver, in Spark's order. `localDirs` is last because it looks for volumes named `spark-local-dir-*`.
 *
 * @see Spark `KubernetesDriverBuilder`
 */
export const DRIVER_STEPS: readonly FeatureStep<DriverConf>[] = [
  basicDriver, // name, labels, image, size, ports, environment
  serviceAccount, // who the driver is to the API server
  driverService, // the name the driver is known by
  networkPolicy, // who may talk to its executors
  mountSecrets, // secrets as files
  envSecrets, // secrets as variables
  mountVolumes, // volumes, and claims made on demand
  driverCommand, // what to run
  localDirs, // where shuffle and spill files go
];
