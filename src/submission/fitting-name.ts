import { createHash } from 'node:crypto';

/** Of a DNS label. */
const LONGEST_NAME = 63;

/** A name that begins with that of the application; where it would be too long, a hash tells two apart. */
export function fittingName(applicationName: string, suffix: string): string {
  const usual = `${applicationName}${suffix}`;
  if (usual.length <= LONGEST_NAME) return usual;
  const tail = `-${createHash('sha256').update(applicationName).digest('hex').slice(0, 8)}${suffix}`;
  return applicationName.slice(0, LONGEST_NAME - tail.length).replace(/-+$/u, '') + tail;
}
