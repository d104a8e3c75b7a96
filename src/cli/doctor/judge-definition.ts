import { isRecord } from '../../api/schema-violations.ts';
import { isOlderRelease, RELEASE_ANNOTATION } from '../../api/release-order.ts';
import { RELEASE } from '../release.ts';
import { failure, ok, unknown, warning, type Finding } from './finding.ts';
import type { ObservedDefinition } from './observe.ts';

/**
 * A definition is well if it has every field that this release writes, whoever has applied it.
 *
 * Assumes: the API server keeps a schema as it was applied, but for what it adds.
 */
export function judgeDefinition({ wanted, found }: ObservedDefinition): Finding {
  const check = `CRD ${wanted.metadata.name}`;
  if (found.kind === 'hidden') {
    return unknown(check, `you may not see it: ${found.because}`, 'Ask somebody who may: kubectl get crds');
  }
  if (found.value === undefined) return failure(check, 'it is not there', 'Run sparkctl crds apply');
  const release = found.value.metadata.annotations?.[RELEASE_ANNOTATION];
  const version = versionWritten(wanted);
  const schema = schemaOf(version, found.value);
  if (schema === undefined) {
    return failure(check, `it serves no version ${version} with a schema`, 'Run sparkctl crds apply');
  }
  const missing = missingFields(schemaOf(version, wanted), schema, '');
  if (missing.length > 0) return judgeMissing(check, release, missing);
  if (release !== undefined && isOlderRelease(RELEASE, release)) {
    return warning(
      check,
      `it is from the newer release ${release}`,
      `Get sparkctl ${release}: this is ${RELEASE}`,
    );
  }
  return ok(check, `it has every field of release ${RELEASE}`);
}

/** An older release of ours does without them; another operator's definition has no place for what ours tells. */
function judgeMissing(check: string, release: string | undefined, missing: readonly string[]): Finding {
  const from = release === undefined ? 'an unnamed release' : `release ${release}`;
  const fields = `${missing.length} ${missing.length === 1 ? 'field' : 'fields'} of ${RELEASE}`;
  const says = `it is from ${from}, and the API server drops ${fields}, such as ${missing[0]?.slice(1)}`;
  const remedy = 'Run sparkctl crds apply, or upgrade the chart';
  return release === undefined ? failure(check, says, remedy) : warning(check, says, remedy);
}

type Version = Readonly<Record<string, unknown>>;

const servedVersions = ({ spec }: ObservedDefinition['wanted']): readonly Version[] => {
  const versions: readonly unknown[] = Array.isArray(spec['versions']) ? spec['versions'] : [];
  return versions.filter(isRecord).filter(({ served }) => served === true);
};

/** The name of the version that this release writes. */
const versionWritten = (wanted: ObservedDefinition['wanted']): string =>
  String(servedVersions(wanted)[0]?.['name']);

/** Undefined where that version is not served, or has no schema. */
function schemaOf(version: string, definition: ObservedDefinition['wanted']): unknown {
  const schema = servedVersions(definition).find(({ name }) => name === version)?.['schema'];
  return isRecord(schema) ? schema['openAPIV3Schema'] : undefined;
}

/** Paths of fields that `wanted` has and `found` has not; below such a field nothing more is told. */
function missingFields(wanted: unknown, found: unknown, path: string): readonly string[] {
  if (!isRecord(wanted) || !isRecord(found)) return [];
  const items = missingFields(wanted['items'], found['items'], path);
  const [ours, theirs] = [wanted['properties'], found['properties']];
  if (!isRecord(ours) || found['x-kubernetes-preserve-unknown-fields'] === true) return items;
  const inside = Object.entries(ours).flatMap(([name, schema]) => {
    const at = `${path}.${name}`;
    const there = isRecord(theirs) ? theirs[name] : undefined;
    return there === undefined ? [at] : missingFields(schema, there, at);
  });
  return [...items, ...inside];
}
