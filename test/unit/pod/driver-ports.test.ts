import { describe, expect, test } from '@jest/globals';
import { containerPorts, driverPorts, servicePorts } from '../../../src/pod/driver-ports.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

const portsOf = (properties: Record<string, string>) => driverPorts(SparkConf.from(properties));

describe('the ports of a driver', () => {
  test('are four', () => {
    expect(portsOf({})).toEqual({ rpc: 7078, blockManager: 7079, ui: 4040, connect: 15002 });
  });

  test('are offered by the service, Spark Connect as gRPC', () => {
    expect(servicePorts(portsOf({ 'spark.ui.port': '4050' }))).toEqual([
      { name: 'driver-rpc-port', port: 7078, targetPort: 7078 },
      { name: 'blockmanager', port: 7079, targetPort: 7079 },
      { name: 'spark-ui', port: 4050, targetPort: 4050 },
      { name: 'spark-connect', port: 15002, targetPort: 15002, appProtocol: 'grpc' },
    ]);
  });

  test('are left out where they are not known in advance', () => {
    expect(servicePorts(portsOf({ 'spark.driver.port': '0' })).map(({ name }) => name)).not.toContain(
      'driver-rpc-port',
    );
  });

  test.each([
    { properties: { 'spark.blockManager.port': '8000' }, driver: 7079, declared: 8000 },
    {
      properties: { 'spark.blockManager.port': '8000', 'spark.driver.blockManager.port': '8001' },
      driver: 8001,
      declared: 8001,
    },
  ])(
    '$properties: the driver listens on $driver, the container declares $declared',
    ({ properties, driver, declared }) => {
      const conf = SparkConf.from(properties as Record<string, string>);
      expect(driverPorts(conf).blockManager).toBe(driver);
      expect(containerPorts(conf)[1]).toEqual({
        name: 'blockmanager',
        containerPort: declared,
        protocol: 'TCP',
      });
    },
  );
});
