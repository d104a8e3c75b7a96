import type { ContainerPort } from '../manifest/pod.ts';
import type { ServicePort } from '../manifest/service.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';

/** The ports a driver listens on, in Spark's order. */
export interface DriverPorts {
  readonly rpc: number;
  /** What the driver is told to listen on, whatever the executors' port is. */
  readonly blockManager: number;
  readonly ui: number;
  readonly connect: number;
}

/** @see Spark `DriverServiceFeatureStep`, whose block manager port does not follow that of the executors */
export function driverPorts(conf: SparkConf): DriverPorts {
  return {
    rpc: conf.read(CONF.driverPort),
    blockManager: conf.read(CONF.driverBlockManagerPort) ?? CONF.blockManagerPort.default,
    ui: conf.read(CONF.uiPort),
    connect: conf.read(CONF.connectPort),
  };
}

/**
 * As the driver's container declares them: there Spark falls back to the executors' port. The declaration opens nothing.
 *
 * @see Spark `BasicDriverFeatureStep`
 */
export function containerPorts(conf: SparkConf): readonly ContainerPort[] {
  const blockManager = conf.read(CONF.driverBlockManagerPort) ?? conf.read(CONF.blockManagerPort);
  return listed({ ...driverPorts(conf), blockManager }).map(({ name, port }) => ({
    name,
    containerPort: port,
    protocol: 'TCP',
  }));
}

/** As the driver's service offers them. */
export function servicePorts(ports: DriverPorts): readonly ServicePort[] {
  return listed(ports).map(({ name, port }) => ({
    name,
    port,
    targetPort: port,
    ...(name === 'spark-connect' && { appProtocol: 'grpc' }),
  }));
}

/** Port 0 means "any free one": Kubernetes can name none in advance, so it is left out. */
function listed(ports: DriverPorts): readonly { readonly name: string; readonly port: number }[] {
  return [
    { name: 'driver-rpc-port', port: ports.rpc },
    { name: 'blockmanager', port: ports.blockManager },
    { name: 'spark-ui', port: ports.ui },
    { name: 'spark-connect', port: ports.connect },
  ].filter(({ port }) => port !== 0);
}
