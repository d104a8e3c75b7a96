/** Applications that run one of the scripts in `jobs/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import { Job } from './job.ts';
import { thrifty } from './sum-in-rounds.ts';

/** Submits an application that runs `jobs/SCRIPT`, which it finds in a ConfigMap beside it. */
export function submitScript(
  name: string,
  script: string,
  { executor, ...spec }: Partial<SparkApplicationSpec>,
): Promise<Job> {
  const application: SparkApplication = {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { name },
    spec: {
      type: 'Python',
      mode: 'cluster',
      sparkVersion: '4.3.0',
      image: 'apache/spark:4.3.0',
      mainApplicationFile: `configmap://${name}/${script}`,
      driver: { serviceAccount: 'spark', memory: '512m' },
      executor: { memory: '512m', ...executor },
      ...spec,
    },
  };
  const scripts = {
    apiVersion: 'v1',
    kind: CONFIG_MAPS.kind,
    metadata: { name },
    data: { [script]: readFileSync(join(import.meta.dirname, 'jobs', script), 'utf8') },
  };
  return Job.submit(thrifty(application), { beside: [scripts] });
}
