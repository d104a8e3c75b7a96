import { unreachable } from '../unreachable.ts';
import type { VolumeSource, VolumeSpec } from './volume-spec.ts';

/**
 * Gives a volume as Spark before 4.0 understands it: it knows neither `subPathExpr` nor types of host paths, and claims
 * it makes have no labels and annotations of the user's.
 */
export function plainVolume(volume: VolumeSpec): VolumeSpec {
  return { ...volume, subPathExpr: undefined, source: plainSource(volume.source) };
}

function plainSource(source: VolumeSource): VolumeSource {
  switch (source.kind) {
    case 'hostPath':
      return { ...source, type: '' };
    case 'persistentVolumeClaim':
      return { ...source, labels: {}, annotations: {} };
    case 'emptyDir':
    case 'nfs':
      return source;
    default:
      return unreachable(source);
  }
}
