import { describe, expect, test } from '@jest/globals';
import { parseSubmitWords } from '../../../../src/cli/submit/submit-words.ts';
import { submissionOf } from '../../../../src/cli/submit/submission.ts';

/** Spark itself is asked by `test/oracle/submit`; here is what people meet. */
const submission = (
  words: readonly string[],
  files: readonly Readonly<Record<string, string>>[] = [],
  environment: Readonly<Record<string, string>> = {},
) =>
  submissionOf(
    parseSubmitWords([...words]),
    files.map((file) => new Map(Object.entries(file))),
    { environment, toAbsolute: (path) => `/home/me/${path}` },
  );

const MEMORY = 'spark.executor.memory';

describe('of a property', () => {
  test.each([
    ['a flag wins', ['--executor-memory', '1g', '--conf', `${MEMORY}=2g`], '1g'],
    ['then --conf, the last one', ['--conf', `${MEMORY}=2g`, '--conf', `${MEMORY}=3g`], '3g'],
    ['then the files, the first one', [], '4g'],
  ])('%s', (_, words, value) => {
    const { conf } = submission([...words, 'a.py'], [{ [MEMORY]: '4g' }, { [MEMORY]: '5g' }], {
      SPARK_EXECUTOR_MEMORY: '6g',
    });
    expect(conf.get(MEMORY)).toBe(value);
  });

  test('a variable is the last resort', () => {
    expect(submission(['a.py'], [], { SPARK_EXECUTOR_MEMORY: '6g' }).conf.get(MEMORY)).toBe('6g');
  });
});

test('what is named nowhere is named after its class or its file', () => {
  expect(submission(['--class', 'org.A', 'a.jar']).conf.get('spark.app.name')).toBe('org.A');
  expect(submission(['dir/a.py']).conf.get('spark.app.name')).toBe('a.py');
});

test.each([
  [['--deploy-mode', 'client', 'a.py'], 'client mode cannot be had'],
  [['--conf', 'spark.submit.deployMode=client', 'a.py'], 'client mode cannot be had'],
  [['--deploy-mode', 'x', 'a.py'], 'there is no deploy mode "x"'],
  [['--master', 'yarn', 'a.py'], 'sparkctl submits to Kubernetes only'],
  [['--conf', 'spark.a', 'a.py'], '--conf takes KEY=VALUE, not "spark.a"'],
  [[], 'the main resource is missing'],
  [['pyspark-shell'], 'pyspark-shell is a shell'],
  [['a.jar'], '--class is missing'],
  [['--driver-memory', 'much', 'a.py'], 'spark.driver.memory takes a size such as 2g, not "much"'],
  [['--num-executors', '0', 'a.py'], 'spark.executor.instances takes a whole number of at least 1'],
  [['--proxy-user', 'a', '--principal', 'b', 'a.py'], 'only one of --proxy-user and --principal'],
])('%j is refused', (words, message) => {
  expect(() => submission(words)).toThrow(message);
});

test('the mode of the environment counts, too', () => {
  expect(() => submission(['a.py'], [], { DEPLOY_MODE: 'client' })).toThrow('client mode cannot be had');
});
