import { describe, expect, test } from '@jest/globals';
import { containerPorts, driverPorts, servicePorts } from '../../../src/pod/driver-ports.ts';
import { driverConf } from './samples.ts';

describe('the ports of a driver', () => {
  test('are four', () => {
    expect(driverPorts(driverConf())).toEqual({ rpc: 7078, blockManager: 7079, ui: 4040, connect: 15002 });
  });

  test('are offered by the service, Spark Connect as gRPC', () => {
    expect(servicePorts(driverConf({ 'spark.ui.port': '4050' }))).toEqual([
      { name: 'driver-rpc-port', port: 7078, targetPort: 7078 },
      { name: 'blockmanager', port: 7079, targetPort: 7079 },
      { name: 'spark-ui', port: 4050, targetPort: 4050 },
      { name: 'spark-connect', port: 15002, targetPort: 15002, appProtocol: 'grpc' },
    ]);
  });

  test('are three before Spark had Connect', () => {
    const names = containerPorts(driverConf({}, { sparkVersion: '4.0.1' })).map(({ name }) => name);
    expect(names).toEqual(['driver-rpc-port', 'blockmanager', 'spark-ui']);
  });

  test('are left out where they are not known in advance', () => {
    expect(servicePorts(driverConf({ 'spark.driver.port': '0' })).map(({ name }) => name)).not.toContain(
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
      const conf = driverConf(properties);
      expect(driverPorts(conf).blockManager).toBe(driver);
      expect(containerPorts(conf)[1]).toEqual({
        name: 'blockmanager',
        containerPort: declared,
        protocol: 'TCP',
      });
    },
  );
});
