import type { EnvVar } from '../../manifest/pod.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { unreachable } from '../../unreachable.ts';
import { CONF_DIR, PROPERTIES_FILE } from '../conf-dir.ts';
import type { DriverConf } from '../driver-conf.ts';
import { withBeside, withContainer, type FeatureStep } from '../spark-pod.ts';

/**
 * What the image's entry point is told to run: `driver [--proxy-user …] --properties-file … --class … <main file>`, and
 * then what the application itself is told. The entry point makes a `spark-submit` in client mode of it.
 *
 * @see Spark `DriverCommandFeatureStep`
 */
export const driverCommand: FeatureStep<DriverConf> = (soFar, conf) => {
  const { kind, uri } = conf.mainResource;
  const commanded = withContainer(soFar, {
    args: [
      'driver',
      ...(conf.proxyUser === undefined ? [] : ['--proxy-user', conf.proxyUser]),
      '--properties-file',
      `${CONF_DIR}/${PROPERTIES_FILE}`,
      '--class',
      mainClass(conf),
      uri,
      ...conf.arguments,
    ],
    env: kind === 'python' ? pythonVariables(conf) : [],
  });
  return withBeside(commanded, [], { [CONF.resourceType.key]: kind });
};

/** Python and R files are run by a class of Spark's; a jar by the class the user names. */
function mainClass(conf: DriverConf): string {
  const { kind } = conf.mainResource;
  switch (kind) {
    case 'java':
      return conf.mainClass ?? '';
    case 'python':
      return 'org.apache.spark.deploy.PythonRunner';
    case 'r':
      return 'org.apache.spark.deploy.RRunner';
    default:
      return unreachable(kind);
  }
}

/** The driver's Python falls back to that of the application. */
function pythonVariables({ spark }: DriverConf): readonly EnvVar[] {
  const python = spark.read(CONF.pysparkPython);
  const driverPython = spark.read(CONF.pysparkDriverPython) ?? python;
  return [
    ...(python === undefined ? [] : [{ name: 'PYSPARK_PYTHON', value: python }]),
    ...(driverPython === undefined ? [] : [{ name: 'PYSPARK_DRIVER_PYTHON', value: driverPython }]),
  ];
}
