import type { FileContents } from '../pod/submitted-files.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { Check } from './check.ts';

/** A property that names a file on the submitter's disk. */
interface FileProperty {
  readonly key: string;
  /** One sentence in the imperative: how to do without the file. */
  readonly remedy: string;
  /** A `local:` file, which only the pod has, is of no use: the pod is made from it. @default false */
  readonly makesPod?: boolean;
}

const CREDENTIALS = ['clientKeyFile', 'clientCertFile', 'caCertFile'] as const;

/** Every property whose file becomes part of what is created. */
export const FILE_PROPERTIES: readonly FileProperty[] = [
  ...CREDENTIALS.map((name) => ({
    key: `spark.kubernetes.authenticate.driver.${name}`,
    remedy: `Mount a Secret by spark.kubernetes.driver.secrets.NAME, and set spark.kubernetes.authenticate.driver.mounted.${name}.`,
  })),
  {
    key: CONF.krb5File.key,
    remedy: `Put krb5.conf into a ConfigMap, and set ${CONF.krb5ConfigMap.key}.`,
  },
  {
    key: CONF.keytab.key,
    remedy: 'Mount a Secret by spark.kubernetes.driver.secrets.NAME, and name its file as local:///PATH.',
  },
  { key: CONF.driverTemplateFile.key, remedy: 'Set spec.driver.template.', makesPod: true },
  { key: CONF.executorTemplateFile.key, remedy: 'Set spec.executor.template.', makesPod: true },
];

/** Files that were to become part of what is created, and that nobody has read: the operator has no disk but its own. */
export const fileNotGiven =
  (files: FileContents): Check =>
  (_, conf) =>
    FILE_PROPERTIES.flatMap(({ key, remedy, makesPod = false }) => {
      const path = conf.get(key);
      if (path === undefined || Object.hasOwn(files, path)) return [];
      const isLocal = path.startsWith('local:');
      if (isLocal && !makesPod) return [];
      const where = isLocal ? 'in an image' : "on the submitter's disk";
      const message = `${key} names the file ${path} ${where}, which the operator cannot read. ${remedy}`;
      return [{ path: `spec.sparkConf[${key}]`, message }];
    });
