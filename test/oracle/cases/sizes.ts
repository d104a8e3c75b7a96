/** Memory, cores and devices. */
import {
  about,
  aboutProperties,
  valuesOf,
  type CaseChange,
  type HandPickedCase,
} from './hand-picked-case.ts';

const MEMORY: readonly HandPickedCase[] = [
  ...valuesOf('spark.driver.memory', '512m', '4g', '2048', '1048576k', '1T', '1.5g', 'much', ''),
  ...valuesOf('spark.executor.memory', '512m', '4g', '3072', '10G', '-1g'),
  ...valuesOf('spark.driver.memoryOverhead', '1g', '100', '0'),
  ...valuesOf('spark.executor.memoryOverhead', '1g', '100', '0'),
  ...valuesOf('spark.driver.minMemoryOverhead', '600m', '10m'),
  ...valuesOf('spark.executor.minMemoryOverhead', '600m', '10m'),
  ...valuesOf('spark.kubernetes.memoryOverheadFactor', '0.6', '0', '2', '0.0001', '-0.1'),
  ...aboutProperties('overhead', {
    'a share of a large driver': { 'spark.driver.memory': '20g' },
    'a share of large executors': { 'spark.executor.memory': '20g' },
    'a factor of the driver': { 'spark.driver.memory': '8g', 'spark.driver.memoryOverheadFactor': '0.3' },
    'a factor of the executors': {
      'spark.executor.memory': '8g',
      'spark.executor.memoryOverheadFactor': '0.3',
    },
    'the factor of a role over the common one': {
      'spark.driver.memory': '8g',
      'spark.executor.memory': '8g',
      'spark.driver.memoryOverheadFactor': '0.2',
      'spark.executor.memoryOverheadFactor': '0.25',
      'spark.kubernetes.memoryOverheadFactor': '0.5',
    },
    'a factor of zero for the driver': { 'spark.driver.memoryOverheadFactor': '0' },
    'a factor of zero for the executors': { 'spark.executor.memoryOverheadFactor': '0' },
    'a fixed one over a factor': {
      'spark.driver.memoryOverhead': '300m',
      'spark.driver.memoryOverheadFactor': '0.9',
      'spark.executor.memoryOverhead': '300m',
      'spark.executor.memoryOverheadFactor': '0.9',
    },
    'a common factor that is written in another way': { 'spark.kubernetes.memoryOverheadFactor': '3e-1' },
  }),
  ...aboutProperties('off-heap memory', {
    'switched on': { 'spark.memory.offHeap.enabled': 'true', 'spark.memory.offHeap.size': '1g' },
    'in bytes': { 'spark.memory.offHeap.enabled': 'true', 'spark.memory.offHeap.size': '536870912' },
    'switched off': { 'spark.memory.offHeap.enabled': 'false', 'spark.memory.offHeap.size': '1g' },
    'without a size': { 'spark.memory.offHeap.enabled': 'true' },
  }),
];

/** Sizes of what is not run by the JVM. */
const WORKERS: Readonly<Record<string, CaseChange>> = {
  'of Python': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.executor.pyspark.memory': '2g' },
  },
  'of Python with a small heap': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.driver.memory': '4g', 'spark.executor.memory': '4g' },
  },
  'of R': { kind: 'r', resource: 'local:///opt/app.R', conf: { 'spark.driver.memory': '4g' } },
  'of Python with a factor of its own': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.driver.memory': '4g', 'spark.kubernetes.memoryOverheadFactor': '0.15' },
  },
  'of Python, named by a Java application': { conf: { 'spark.executor.pyspark.memory': '2g' } },
};

const CORES: readonly HandPickedCase[] = [
  ...valuesOf('spark.driver.cores', '4', 'many'),
  ...valuesOf('spark.executor.cores', '8', '0'),
  ...valuesOf('spark.kubernetes.driver.request.cores', '500m', '1.5'),
  ...valuesOf('spark.kubernetes.driver.limit.cores', '2', '1500m'),
  ...valuesOf('spark.kubernetes.executor.request.cores', '500m', '0.1'),
  ...valuesOf('spark.kubernetes.executor.limit.cores', '2', '1500m'),
];

const RECOVERY = 'spark.kubernetes.allocation.recoveryMode.enabled';

const RECOVERY_MODE: readonly HandPickedCase[] = aboutProperties('recovery mode', {
  'of tasks that take one core': { [RECOVERY]: 'true', 'spark.executor.cores': '4' },
  'of tasks that take more': { [RECOVERY]: 'true', 'spark.executor.cores': '4', 'spark.task.cpus': '2' },
  'that is forbidden': { [RECOVERY]: 'false', 'spark.executor.cores': '4' },
});

const DEVICES: readonly HandPickedCase[] = aboutProperties('devices', {
  'of the driver': {
    'spark.driver.resource.gpu.amount': '1',
    'spark.driver.resource.gpu.vendor': 'nvidia.com',
  },
  'of the executors': {
    'spark.executor.resource.gpu.amount': '2',
    'spark.executor.resource.gpu.vendor': 'nvidia.com',
    'spark.executor.resource.gpu.discoveryScript': '/opt/gpus.sh',
    'spark.task.resource.gpu.amount': '1',
  },
  'of two kinds': {
    'spark.executor.resource.gpu.amount': '1',
    'spark.executor.resource.gpu.vendor': 'amd.com',
    'spark.executor.resource.fpga.amount': '1',
    'spark.executor.resource.fpga.vendor': 'xilinx.com',
  },
  'none of a kind': {
    'spark.driver.resource.gpu.amount': '0',
    'spark.driver.resource.gpu.vendor': 'nvidia.com',
  },
  'without a vendor': { 'spark.executor.resource.gpu.amount': '1' },
  'without a vendor, of the driver': { 'spark.driver.resource.gpu.amount': '1' },
  'without an amount': { 'spark.executor.resource.gpu.vendor': 'nvidia.com' },
});

export const SIZE_CASES: readonly HandPickedCase[] = [
  ...MEMORY,
  ...about('memory', WORKERS),
  ...CORES,
  ...RECOVERY_MODE,
  ...DEVICES,
];
