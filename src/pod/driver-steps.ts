import type { DriverConf } from './driver-conf.ts';
import { basicDriver } from './features/basic-driver.ts';
import { driverCommand } from './features/driver-command.ts';
import { driverCredentials } from './features/driver-credentials.ts';
import { driverService } from './features/driver-service.ts';
import { envSecrets } from './features/env-secrets.ts';
import { hadoopConfDriver } from './features/hadoop-conf.ts';
import { kerberosConf } from './features/kerberos-conf.ts';
import { localDirs } from './features/local-dirs.ts';
import { mountSecrets } from './features/mount-secrets.ts';
import { mountVolumes } from './features/mount-volumes.ts';
import { networkPolicy } from './features/network-policy.ts';
import { podTemplateConfigMap } from './features/pod-template-config-map.ts';
import type { FeatureStep } from './spark-pod.ts';

/**
 * What makes a driver, in Spark's order. `localDirs` is last because it looks for volumes named `spark-local-dir-*`.
 *
 * @see Spark `KubernetesDriverBuilder`
 */
export const DRIVER_STEPS: readonly FeatureStep<DriverConf>[] = [
  basicDriver, // name, labels, image, size, ports, environment
  driverCredentials, // who the driver is to the API server
  driverService, // the name the driver is known by
  networkPolicy, // who may talk to its executors
  mountSecrets, // secrets as files
  envSecrets, // secrets as variables
  mountVolumes, // volumes, and claims made on demand
  driverCommand, // what to run
  hadoopConfDriver, // where Hadoop is
  kerberosConf, // who the driver is to Hadoop
  podTemplateConfigMap, // what executors look like, where Spark makes them itself
  localDirs, // where shuffle and spill files go
];
