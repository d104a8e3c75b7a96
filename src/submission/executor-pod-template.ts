import type { SparkApplicationSpec } from '../api/spark-application.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { sparkPodOf, type PodTemplate } from '../pod/pod-template.ts';
import { finishedPod, withSpec } from '../pod/spark-pod.ts';
import type { FileContents } from '../pod/submitted-files.ts';
import { CONF } from '../spark/conf-keys.ts';
import { EXECUTOR_CONTAINER } from '../spark/container-names.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { withPodFields } from './pod-fields/pod-field-steps.ts';
import type { PodFields } from './pod-fields/pod-fields.ts';
import { podTemplateOf } from './pod-templates.ts';

/*
 * Where the driver makes the executors, Spark begins each with a pod template of ours:
 *
 *   template of the user's own ─→ fields that are no properties ─→ this template ─→ Spark's steps ─→ executor
 *
 * The operator puts the fields in after Spark's steps; here they come before, so what Spark sets itself wins.
 */

/** What to submit in place of the properties and files, so that Spark makes executors from the template. */
export interface WithExecutorTemplate {
  readonly conf: SparkConf;
  readonly files: FileContents;
  /** The same template, for whoever wants to know what executors will look like. */
  readonly template: PodTemplate;
}

/**
 * Gives properties and files with the template of the executors among them: as if somebody had written it to a file, and
 * had named that to `spark-submit`.
 *
 * @param fields of the executors that are no Spark properties
 *
 * Guarantees: executors get no token of their account, whose rights on pods are the driver's. Fails: as `podTemplateOf`.
 */
export function withExecutorTemplate(
  spec: SparkApplicationSpec,
  conf: SparkConf,
  files: FileContents,
  fields: PodFields,
): WithExecutorTemplate {
  const start = sparkPodOf(
    podTemplateOf('executor', spec, conf, files),
    conf.read(CONF.executorContainerName),
  );
  const name = start.container.name === '' ? EXECUTOR_CONTAINER : start.container.name;
  const named = { ...start, container: { ...start.container, name } };
  const plain = finishedPod(withSpec(named, { automountServiceAccountToken: false }));
  const template = withPodFields(plain, fieldsForSpark(fields));
  return {
    conf: conf
      .withAll({ [CONF.executorTemplateFile.key]: TEMPLATE_PATH, [CONF.executorContainerName.key]: name })
      .withAll(escalation(spec, conf)),
    files: { ...files, [TEMPLATE_PATH]: Buffer.from(textOf(template), 'utf8') },
    template,
  };
}

/** Names the template on its way through Spark's step; no disk has it. */
const TEMPLATE_PATH = 'executor-pod-template.json';

/** JSON, which every reader of YAML understands alike. Spark names the pod. */
function textOf(pod: PodManifest): string {
  const { name: _, ...metadata } = pod.metadata;
  return `${JSON.stringify({ ...pod, metadata }, undefined, 2)}\n`;
}

/** Without those that Spark would overwrite: it limits memory to what it requests. */
function fieldsForSpark(fields: PodFields): PodFields {
  const { memoryLimit: _, ...others } = fields;
  return others;
}

/** What the field says about gaining rights, as the property that Spark goes by instead (from 4.3 on). */
function escalation({ executor }: SparkApplicationSpec, conf: SparkConf): Readonly<Record<string, string>> {
  const { key } = CONF.executorPrivilegeEscalation;
  const wanted = executor.securityContext?.['allowPrivilegeEscalation'];
  return typeof wanted !== 'boolean' || conf.has(key) ? {} : { [key]: String(wanted) };
}
