/** Ports, the driver's service and address, and what executors need to reach their driver. */
import { aboutProperties, valuesOf, type HandPickedCase } from './hand-picked-case.ts';

const PORTS: readonly HandPickedCase[] = [
  ...valuesOf('spark.driver.port', '7778', '0', 'none'),
  ...valuesOf('spark.blockManager.port', '7779', '0', '80', '65536'),
  ...valuesOf('spark.driver.blockManager.port', '7780', '0'),
  ...valuesOf('spark.ui.port', '4141', '0'),
  ...valuesOf('spark.connect.grpc.binding.port', '15003', '0'),
  ...aboutProperties('ports', {
    'of all block managers and of the driver': {
      'spark.blockManager.port': '7781',
      'spark.driver.blockManager.port': '7782',
    },
  }),
];

const SERVICE: readonly HandPickedCase[] = [
  ...valuesOf('spark.kubernetes.driver.service.ipFamilyPolicy', 'PreferDualStack', 'DualStack'),
  ...valuesOf('spark.kubernetes.driver.service.ipFamilies', 'IPv6', 'IPv4,IPv6', 'ipv4'),
  ...valuesOf('spark.kubernetes.driver.service.publishNotReadyAddresses', 'true', 'no'),
  ...aboutProperties('service', {
    'with labels': {
      'spark.kubernetes.driver.service.label.team': 'blue',
      'spark.kubernetes.driver.service.label.x': '',
    },
    'with annotations': {
      'spark.kubernetes.driver.service.annotation.example.org/why': 'because: {{APP_ID}}',
    },
    'with a label that Spark sets itself': {
      'spark.kubernetes.driver.service.label.spark-app-selector': 'mine',
    },
  }),
];

const ADDRESS: readonly HandPickedCase[] = [
  ...valuesOf('spark.kubernetes.executor.useDriverPodIP', 'true', 'false'),
  ...aboutProperties('address', {
    'of the driver': { 'spark.driver.host': 'elsewhere' },
    'the driver listens on': { 'spark.driver.bindAddress': '0.0.0.0' },
  }),
  ...aboutProperties('startup', {
    'properties about the network': {
      'spark.network.timeout': '100s',
      'spark.network.crypto.enabled': 'true',
      'spark.rpc.askTimeout': '10s',
      'spark.port.maxRetries': '3',
      'spark.history.ui.port': '18081',
      'spark.ui.port': '4050',
    },
    'properties about TLS but no password': {
      'spark.ssl.protocol': 'TLSv1.3',
      'spark.ssl.keyPassword': 'hidden',
      'spark.ssl.rpc.trustStorePassword': 'hidden',
    },
    'authentication by a drawn secret': { 'spark.authenticate': 'true' },
    'authentication by a given secret': {
      'spark.authenticate': 'true',
      'spark.authenticate.secret': 'known',
    },
    'authentication by a file': {
      'spark.authenticate': 'true',
      'spark.authenticate.secret.file': '/etc/passwd',
    },
    'authentication by a file of the executors': {
      'spark.authenticate': 'true',
      'spark.authenticate.secret.file.driver': '/etc/passwd',
      'spark.authenticate.secret.file.executor': '/mnt/secret',
    },
  }),
];

export const NETWORK_CASES: readonly HandPickedCase[] = [...PORTS, ...SERVICE, ...ADDRESS];
