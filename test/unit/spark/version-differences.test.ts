import { describe, expect, test } from '@jest/globals';
import { CONF } from '../../../src/spark/conf-keys.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { behaviourOf, DONE_SINCE, readBy } from '../../../src/spark/version-differences.ts';

const VERSIONS = ['3.4.4', '3.5.9', '4.0.5', '4.1.4', '4.2.1', '4.3.0'];

describe('a version of Spark', () => {
  test.each([
    { version: '3.4.4', does: [] },
    { version: '3.5.9', does: ['hadoopConfOfExecutors'] },
    {
      version: '4.0.5',
      does: ['volumeDetails', 'logUrlAttributes', 'labelIds', 'startsWithTls', 'executorLibraryPath'],
    },
    { version: '4.1.4', does: ['imageVersion', 'connectPort', 'terminationGrace', 'cpuLimitCheck'] },
    {
      version: '4.2.1',
      does: ['binaryUnits', 'connectProtocol', 'networkPolicy', 'resizePolicy'],
    },
    { version: '4.3.0', does: ['proxyUserOfDriver', 'privilegeEscalation', 'publishNotReady'] },
  ])('$version is the first to do: $does', ({ version, does }) => {
    const minor = version.slice(0, 3);
    expect(Object.keys(DONE_SINCE).filter((name) => behaviourNamed(name) === minor)).toEqual(does);
    expect(behaviourOf(version)).toMatchObject(Object.fromEntries(does.map((name) => [name, true])));
  });

  test('older than all does none of it, newer than all does everything', () => {
    expect(Object.values(behaviourOf('3.2.0')).every((does) => !does)).toBe(true);
    expect(Object.values(behaviourOf('5.0.0')).every(Boolean)).toBe(true);
  });

  test.each([
    { entry: CONF.allocationBatchSize, values: [5, 5, 10, 10, 20, 20] },
    { entry: CONF.recoveryMode, values: [false, false, false, false, undefined, undefined] },
    { entry: CONF.executorCheckAllContainers, values: [false, false, true, true, true, true] },
    { entry: CONF.legacyAccessMode, values: [true, true, false, false, false, false] },
    { entry: CONF.useDriverPodIp, values: [false, false, false, false, false, true] },
  ])('has its own default of $entry.key', ({ entry, values }) => {
    const read = VERSIONS.map((version) => readBy(version, SparkConf.EMPTY).read<unknown>(entry));
    expect(read).toEqual(values);
  });

  test.each([
    { entry: CONF.useDriverPodIp, text: 'true', values: [false, false, false, true, true, true] },
    { entry: CONF.recoveryMode, text: 'true', values: [false, false, false, false, true, true] },
    { entry: CONF.driverMinMemoryOverhead, text: '1g', values: [384, 384, 1024, 1024, 1024, 1024] },
    { entry: CONF.executorMinMemoryOverhead, text: '1g', values: [384, 384, 1024, 1024, 1024, 1024] },
  ])('does not go by a property that it does not know: $entry.key', ({ entry, text, values }) => {
    const conf = SparkConf.from({ [entry.key]: text });
    expect(VERSIONS.map((version) => readBy(version, conf).read<unknown>(entry))).toEqual(values);
  });

  describe('reads a size in binary units', () => {
    test.each(VERSIONS.slice(0, 4))('not before 4.2, as %s', (version) => {
      expect(read(version, '2GiB')).toThrow(
        'spark.driver.memory: "2GiB" is not a memory size. Write a whole',
      );
      expect(read(version, '2gb')()).toBe(2048);
    });

    test.each(VERSIONS.slice(4))('from 4.2 on, as %s', (version) => {
      expect(read(version, '2GiB')()).toBe(2048);
    });
  });

  test('changes nothing that is written', () => {
    const conf = readBy('3.5.6', SparkConf.from({ [CONF.useDriverPodIp.key]: 'true' })).with('a', '1');
    expect(conf.toRecord()).toEqual({ a: '1', [CONF.useDriverPodIp.key]: 'true' });
    expect(conf.without('a').read(CONF.useDriverPodIp)).toBe(false);
  });
});

/** The memory of a driver, in MiB. */
const read = (version: string, text: string) => () =>
  readBy(version, SparkConf.from({ [CONF.driverMemory.key]: text })).read(CONF.driverMemory);

const behaviourNamed = (name: string): string | undefined => new Map(Object.entries(DONE_SINCE)).get(name);
