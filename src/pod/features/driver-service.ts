import { SERVICES, type ServiceManifest } from '../../manifest/service.ts';
import { OperatorError } from '../../operator-error.ts';
import { CONF, PREFIX } from '../../spark/conf-keys.ts';
import { APP_SELECTOR_LABEL } from '../../spark/labels.ts';
import type { DriverConf } from '../driver-conf.ts';
import { driverPorts, servicePorts } from '../driver-ports.ts';
import { planned } from '../planned-object.ts';
import { withBeside, type FeatureStep } from '../spark-pod.ts';

/**
 * A headless service, by whose name the driver is known to executors and people, however often its pod gets an IP.
 *
 * Fails: SPARK_PROPERTY_RESERVED where an address of the driver is set by hand.
 *
 * @see Spark `DriverServiceFeatureStep`
 */
export const driverService: FeatureStep<DriverConf> = (soFar, conf) => {
  for (const { key } of [CONF.driverHost, CONF.driverBindAddress]) {
    if (conf.spark.has(key)) throw reserved(key);
  }
  const ports = driverPorts(conf);
  return withBeside(soFar, [planned(SERVICES, serviceOf(conf))], {
    [CONF.driverHost.key]: `${conf.serviceName}.${conf.spark.read(CONF.namespace)}.svc`,
    [CONF.driverPort.key]: String(ports.rpc),
    [CONF.driverBlockManagerPort.key]: String(ports.blockManager),
  });
};

/** Headless, so that its name resolves to the pod itself; it selects the pod by all labels, the user's included. */
function serviceOf(conf: DriverConf): ServiceManifest {
  const annotations = Object.fromEntries(conf.spark.withPrefix(PREFIX.serviceAnnotation));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: conf.serviceName,
      labels: {
        [APP_SELECTOR_LABEL]: conf.appId,
        ...Object.fromEntries(conf.spark.withPrefix(PREFIX.serviceLabel)),
      },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      clusterIP: 'None',
      selector: conf.labels,
      ports: servicePorts(conf),
      ipFamilyPolicy: conf.spark.read(CONF.serviceIpFamilyPolicy),
      ipFamilies: conf.spark.read(CONF.serviceIpFamilies).split(','),
      ...(conf.behaviour.publishNotReady && {
        publishNotReadyAddresses: conf.spark.read(CONF.servicePublishNotReady),
      }),
    },
  };
}

function reserved(field: string): OperatorError {
  return new OperatorError('SPARK_PROPERTY_RESERVED', {
    field,
    why: "the driver listens on its pod's IP and is known by its service",
    remedy: 'Remove the property.',
  });
}
