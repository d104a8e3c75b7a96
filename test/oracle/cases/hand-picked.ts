/** All cases that people thought of: together they cover every property that our builders read. */
import { APPLICATION_CASES } from './application.ts';
import { CONTENT_CASES } from './content.ts';
import { CREDENTIAL_CASES } from './credentials.ts';
import type { HandPickedCase } from './hand-picked-case.ts';
import { NETWORK_CASES } from './network.ts';
import { POD_CASES } from './pods.ts';
import { PROFILE_CASES } from './profiles.ts';
import { SIZE_CASES } from './sizes.ts';
import { TEMPLATE_CASES } from './templates.ts';
import { VOLUME_CASES } from './volumes.ts';

export const HAND_PICKED: readonly HandPickedCase[] = [
  ...APPLICATION_CASES, // who it is, what it runs, from which image
  ...SIZE_CASES, // memory, cores, devices
  ...PROFILE_CASES, // the same, asked for by a running application
  ...NETWORK_CASES, // ports, service, address
  ...POD_CASES, // names, labels, placement, rights
  ...CONTENT_CASES, // environment, secrets, options, directories
  ...VOLUME_CASES, // volumes and claims
  ...CREDENTIAL_CASES, // who the driver is to the API server and to Hadoop
  ...TEMPLATE_CASES, // pods of the user's own
];
