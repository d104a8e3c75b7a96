import { OperatorError } from '../operator-error.ts';
import type { SparkConf } from './spark-conf.ts';

/** A device that a container gets, such as a GPU. */
export interface CustomResource {
  /** As Spark knows it, for example `gpu`. */
  readonly name: string;
  readonly amount: number;
  /** Vendor domain, for example `nvidia.com`. */
  readonly vendor?: string;
}

/**
 * Reads `<prefix>NAME.amount` and `<prefix>NAME.vendor`, in order of the names. An amount of 0 asks for nothing; a
 * resource without amount is refused, as Spark refuses it.
 *
 * @see Spark `ResourceUtils.parseAllResourceRequests`
 */
export function parseCustomResources(conf: SparkConf, prefix: string): readonly CustomResource[] {
  const properties = conf.withPrefix(prefix);
  const names = new Set([...properties.keys()].map((key) => key.split('.')[0] ?? ''));
  return [...names]
    .map((name) => {
      const vendor = properties.get(`${name}.vendor`);
      const amount = parseAmount(properties.get(`${name}.amount`) ?? '', `${prefix}${name}.amount`);
      return vendor === undefined ? { name, amount } : { name, amount, vendor };
    })
    .filter((resource) => resource.amount > 0);
}

/**
 * Gives the limits of a container for `resources`: `nvidia.com/gpu: "2"`.
 *
 * Fails: SPARK_RESOURCE_VENDOR_MISSING, because Kubernetes knows a device only by its vendor.
 */
export function deviceLimits(
  resources: readonly CustomResource[],
  prefix: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    resources.map(({ name, amount, vendor }) => {
      if (vendor === undefined || vendor === '') {
        throw new OperatorError('SPARK_RESOURCE_VENDOR_MISSING', { field: `${prefix}${name}.vendor`, name });
      }
      return [`${vendor}/${name}`, String(amount)];
    }),
  );
}

function parseAmount(text: string, field: string): number {
  if (/^\d+$/u.test(text.trim())) return Number(text);
  throw new OperatorError('SPARK_VALUE_UNREADABLE', { field, text, expected: 'a whole number' });
}
