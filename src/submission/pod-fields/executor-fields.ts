import { OperatorError } from '../../operator-error.ts';
import type { PodFields } from './pod-fields.ts';

/**
 * The key of the driver's ConfigMap that holds the executors' fields, as JSON, as they were submitted: later edits of
 * the application change no executor of a running driver. It is not mounted; without fields it is not there.
 */
export const EXECUTOR_FIELDS = 'executor-fields.json';

/** What of the executors' fields has to be kept beside their properties. */
export function keptExecutorFields(fields: PodFields): Readonly<Record<string, string>> {
  return Object.keys(fields).length === 0 ? {} : { [EXECUTOR_FIELDS]: JSON.stringify(fields) };
}

/**
 * Reads the fields back from the data of the ConfigMap of `driverPodName`.
 *
 * Fails: EXECUTOR_TEMPLATE_UNREADABLE where somebody else has written it.
 */
export function parseExecutorFields(
  data: Readonly<Record<string, string>>,
  driverPodName: string,
): PodFields {
  const text = data[EXECUTOR_FIELDS];
  if (text === undefined) return {};
  try {
    const fields: PodFields = JSON.parse(text);
    return fields;
  } catch {
    const problem = `its ${EXECUTOR_FIELDS} is not JSON`;
    throw new OperatorError('EXECUTOR_TEMPLATE_UNREADABLE', { driver: driverPodName, problem });
  }
}
