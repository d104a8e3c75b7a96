import manifest from '../../package.json' with { type: 'json' };

/** The release that this program is of, for example `0.1.0`. */
export const RELEASE: string = manifest.version;
