import type { ContainerPort } from '../manifest/pod.ts';
import type { ServicePort } from '../manifest/service.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { RoleConf } from './role-conf.ts';

/** The ports a driver listens on, in Spark's order. */
export interface DriverPorts {
  readonly rpc: number;
  /** What the driver is told to listen on, whatever the executors' port is. */
  readonly blockManager: number;
  readonly ui: number;
  /** 0 where the version has none. */
  readonly connect: number;
}

/** What the ports depend on. */
type PortsConf = Pick<RoleConf, 'spark' | 'behaviour'>;

/** @see Spark `DriverServiceFeatureStep`, whose block manager port does not follow that of the executors */
export function driverPorts({ spark, behaviour }: PortsConf): DriverPorts {
  return {
    rpc: spark.read(CONF.driverPort),
    blockManager: spark.read(CONF.driverBlockManagerPort) ?? CONF.blockManagerPort.default,
    ui: spark.read(CONF.uiPort),
    connect: behaviour.connectPort ? spark.read(CONF.connectPort) : 0,
  };
}

/**
 * As the driver's container declares them: there Spark falls back to the executors' port. The declaration opens nothing.
 *
 * @see Spark `BasicDriverFeatureStep`
 */
export function containerPorts(conf: PortsConf): readonly ContainerPort[] {
  const { spark } = conf;
  // Read even where it does not count: a wrong one fails here, not with the first executor.
  const executors = spark.read(CONF.blockManagerPort);
  const blockManager = spark.read(CONF.driverBlockManagerPort) ?? executors;
  return listed({ ...driverPorts(conf), blockManager }).map(({ name, port }) => ({
    name,
    containerPort: port,
    protocol: 'TCP',
  }));
}

/** As the driver's service offers them. */
export function servicePorts(conf: PortsConf): readonly ServicePort[] {
  return listed(driverPorts(conf)).map(({ name, port }) => ({
    name,
    port,
    targetPort: port,
    ...(name === 'spark-connect' && conf.behaviour.connectProtocol && { appProtocol: 'grpc' }),
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
