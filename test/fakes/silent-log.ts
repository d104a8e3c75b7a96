import { jsonLog } from '../../src/log.ts';

/** Says nothing. */
export const SILENT_LOG = jsonLog('silent');
