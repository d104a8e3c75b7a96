import { describe, expect, test } from '@jest/globals';
import { comparedOfOurs, expectedOfSpark } from './allowed-differences.ts';
import { builderCases } from './golden-case.ts';
import { at, changedAt, type Json } from './json.ts';
import { normalised } from './normalise.ts';
import { ourDriver, ourExecutor, plain } from './our-build.ts';

const ofSpark = (object: Json): Json => normalised(expectedOfSpark(object));
const ofOurs = (object: unknown): Json => normalised(comparedOfOurs(plain(object)));

/** Spark adds the properties file after its builder, so the recorded pod does not have it. */
function beforeConfFiles(pod: unknown): Json {
  return [
    ['spec', 'volumes'],
    ['spec', 'containers', '*', 'volumeMounts'],
    ['spec', 'containers', '*', 'env'],
  ].reduce((soFar, path) => changedAt(soFar, path, withoutConf), plain(pod));
}

function withoutConf(list: Json): Json {
  const names = ['spark-conf-volume-driver', 'SPARK_CONF_DIR'];
  return Array.isArray(list)
    ? list.filter((item: Json) => !names.some((name) => at(item, 'name') === name))
    : list;
}

/** The recorded builder had no driver pod to be the owner. */
const withoutOwner = (pod: unknown): Json =>
  changedAt(plain(pod), ['metadata', 'ownerReferences'], () => undefined);

describe("what is built equals what Spark 4.3.0's own builders make", () => {
  test.each(builderCases())('$name', (golden) => {
    const driver = ourDriver(golden.input, golden.input.conf);
    const executor = ourExecutor(golden.input, driver.properties, 1);

    expect(ofOurs(beforeConfFiles(driver.pod))).toEqual(ofSpark(golden.driverPod));
    expect(driver.beside.slice(1).map(({ object }) => ofOurs(object))).toEqual(golden.resources.map(ofSpark));
    expect(normalised(driver.properties.toRecord())).toEqual(normalised(golden.properties));
    expect(ofOurs(withoutOwner(executor.pod))).toEqual(ofSpark(golden.executorPod));
  });
});
