/** Executors of a resource profile of the application's own, which goes before the properties. */
import { about, type CaseChange, type HandPickedCase } from './hand-picked-case.ts';

const PYTHON: CaseChange = { kind: 'python', resource: 'local:///opt/app.py' };
const OFF_HEAP = { 'spark.memory.offHeap.enabled': 'true', 'spark.memory.offHeap.size': '1g' };
const GPU = { name: 'gpu', amount: 2, vendor: 'nvidia.com' };

export const PROFILE_CASES: readonly HandPickedCase[] = about('profile', {
  'that asks for nothing but cores': { profile: { id: 1, cores: 4 } },
  'that asks for a heap': { profile: { id: 2, memoryMiB: 8_192 } },
  'that asks for a heap beside a share of overhead': {
    profile: { id: 2, memoryMiB: 8_192 },
    conf: { 'spark.executor.memory': '2g', 'spark.executor.memoryOverheadFactor': '0.5' },
  },
  'that asks for overhead': {
    profile: { id: 3, memoryOverheadMiB: 700 },
    conf: { 'spark.executor.memoryOverhead': '2g' },
  },
  'that asks for everything': {
    ...PYTHON,
    profile: {
      id: 4,
      cores: 3,
      memoryMiB: 3_000,
      memoryOverheadMiB: 500,
      offHeapMiB: 600,
      pysparkMemoryMiB: 400,
      resources: [GPU],
    },
    conf: OFF_HEAP,
  },
  'that asks for memory of Python': {
    ...PYTHON,
    profile: { id: 5, pysparkMemoryMiB: 900 },
    conf: { 'spark.executor.pyspark.memory': '2g' },
  },
  'that asks for memory of Python in a Java application': { profile: { id: 5, pysparkMemoryMiB: 900 } },
  'that leaves memory of Python to the properties': {
    ...PYTHON,
    profile: { id: 5, cores: 2 },
    conf: { 'spark.executor.pyspark.memory': '2g' },
  },
  'that asks for off-heap memory': { profile: { id: 6, offHeapMiB: 2_048 }, conf: OFF_HEAP },
  'that asks for off-heap memory that is switched off': { profile: { id: 6, offHeapMiB: 2_048 } },
  'that asks for no off-heap memory though it is switched on': {
    profile: { id: 6, offHeapMiB: 0 },
    conf: OFF_HEAP,
  },
  'that leaves off-heap memory to the properties': { profile: { id: 6, cores: 2 }, conf: OFF_HEAP },
  'that asks for devices': { profile: { id: 7, resources: [GPU] } },
  'that asks for other devices than the properties': {
    profile: { id: 7, resources: [{ name: 'fpga', amount: 1, vendor: 'xilinx.com' }] },
    conf: { 'spark.executor.resource.gpu.amount': '1', 'spark.executor.resource.gpu.vendor': 'nvidia.com' },
  },
  'that asks for none of the devices of the properties': {
    profile: { id: 7, cores: 2 },
    conf: { 'spark.executor.resource.gpu.amount': '1', 'spark.executor.resource.gpu.vendor': 'nvidia.com' },
  },
  'that asks for devices without a vendor': { profile: { id: 7, resources: [{ name: 'gpu', amount: 1 }] } },
  'beside requests and limits of CPU': {
    profile: { id: 8, cores: 4 },
    conf: {
      'spark.kubernetes.executor.request.cores': '500m',
      'spark.kubernetes.executor.limit.cores': '2',
    },
  },
  'without cores beside requests and limits of CPU': {
    profile: { id: 8, memoryMiB: 512 },
    conf: {
      'spark.executor.cores': '2',
      'spark.kubernetes.executor.request.cores': '3',
      'spark.kubernetes.executor.limit.cores': '4',
    },
  },
  'and a template with sizes': {
    profile: { id: 9, cores: 2 },
    files: {
      'executor.json': JSON.stringify({
        spec: {
          containers: [
            {
              name: 'mine',
              resources: { requests: { cpu: '9', 'ephemeral-storage': '1Gi' }, limits: { cpu: '9' } },
            },
          ],
        },
      }),
    },
    conf: { 'spark.kubernetes.executor.podTemplateFile': 'executor.json' },
  },
});
