import { expect, test } from '@jest/globals';
import { coresOfOneTask } from '../../../src/spark/one-task.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

const RECOVERY = 'spark.kubernetes.allocation.recoveryMode.enabled';

test.each<{
  readonly name: string;
  readonly recovering: boolean;
  readonly conf?: Record<string, string>;
  readonly taskCpus?: number;
  readonly cores: number | undefined;
}>([
  { name: 'all cores count', recovering: false, cores: undefined },
  { name: 'those of one task once one has run out of memory', recovering: true, cores: 1 },
  {
    name: 'and from the start where the property says so',
    recovering: false,
    conf: { [RECOVERY]: 'true' },
    cores: 1,
  },
  {
    name: 'and never where it forbids it',
    recovering: true,
    conf: { [RECOVERY]: 'false' },
    cores: undefined,
  },
  { name: 'a task may take several', recovering: true, conf: { 'spark.task.cpus': '2' }, cores: 2 },
  { name: 'a part of a core is a whole one', recovering: true, conf: { 'spark.task.cpus': '0.5' }, cores: 1 },
  { name: 'so it is beyond one', recovering: true, conf: { 'spark.task.cpus': '1.5' }, cores: 2 },
  {
    name: 'a resource profile has tasks of its own',
    recovering: true,
    conf: { 'spark.task.cpus': '2' },
    taskCpus: 3,
    cores: 3,
  },
])('$name', ({ recovering, conf = {}, taskCpus, cores }) => {
  const profile = { id: 0, ...(taskCpus === undefined ? {} : { taskCpus }) };
  expect(coresOfOneTask(recovering, profile, SparkConf.from(conf))).toBe(cores);
});
