import type { SparkApplicationSpec } from '../api/spark-application.ts';
import { DRIVER_CONTAINER, EXECUTOR_CONTAINER } from '../spark/container-names.ts';
import { parsePodTemplate, parsePodTemplateText } from '../pod/parse-pod-template.ts';
import type { PodTemplate } from '../pod/pod-template.ts';
import { submittedFile, textOf, type FileContents } from '../pod/submitted-files.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { failureOf, type Check } from './check.ts';
import { ROLES, type Role } from './pod-field-properties.ts';

/** What differs between the two roles. */
const TEMPLATES = {
  driver: { file: CONF.driverTemplateFile, container: CONF.driverContainerName, own: DRIVER_CONTAINER },
  executor: {
    file: CONF.executorTemplateFile,
    container: CONF.executorContainerName,
    own: EXECUTOR_CONTAINER,
  },
} as const satisfies Record<Role, unknown>;

/**
 * Gives the pod template of a role: the field, else the file that the property names.
 *
 * Fails: POD_TEMPLATE_INVALID, SPARK_FILE_NOT_GIVEN.
 */
export function podTemplateOf(
  role: Role,
  spec: SparkApplicationSpec,
  conf: SparkConf,
  files: FileContents,
): PodTemplate | undefined {
  const { template } = spec[role];
  if (template !== undefined) return parsePodTemplate(template, `spec.${role}.template`);
  const { file } = TEMPLATES[role];
  const path = conf.read(file);
  return path === undefined
    ? undefined
    : parsePodTemplateText(textOf(submittedFile(file.key, path, files)), file.key);
}

/**
 * The properties that say which container of a template in the resource runs Spark: the one with Spark's own name, else
 * the first. What `sparkConf` says counts instead.
 */
export function containerNames(spec: SparkApplicationSpec): readonly (readonly [string, string])[] {
  return ROLES.flatMap((role) => {
    const { container, own } = TEMPLATES[role];
    const names = containersOf(spec[role].template);
    const name = names.includes(own) ? own : names[0];
    return name === undefined || spec.sparkConf?.[container.key] !== undefined
      ? []
      : [[container.key, name] as const];
  });
}

/** Templates that are none. A file that nobody has read is told of elsewhere: it would be told of twice. */
export const templateUnfit =
  (files: FileContents): Check =>
  ({ spec }, conf) =>
    ROLES.flatMap((role) => {
      const { file } = TEMPLATES[role];
      const path =
        spec[role].template === undefined ? `spec.sparkConf[${file.key}]` : `spec.${role}.template`;
      const isElsewhere = path.startsWith('spec.sparkConf') && !Object.hasOwn(files, conf.read(file) ?? '');
      return isElsewhere ? [] : failureOf(path, () => podTemplateOf(role, spec, conf, files));
    });

/** As far as it can be read: a template that is none is refused elsewhere. */
function containersOf(template: unknown): readonly string[] {
  try {
    const containers = template === undefined ? [] : parsePodTemplate(template, '').spec?.containers;
    return (containers ?? []).map(({ name }) => name).filter((name) => name !== '');
  } catch {
    return [];
  }
}
