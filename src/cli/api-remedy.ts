import type { ApiError } from '../kube/api-error.ts';

/**
 * What a person can do about an answer of the API server, or about none, behind its own words; undefined where nobody knows.
 * One without a kubeconfig says so itself.
 */
export function apiRemedy({ reason, message }: ApiError): string | undefined {
  switch (reason) {
    case 'Unreachable':
      return 'check that the cluster is up; --context and --kubeconfig choose another one';
    case 'Unauthorized':
      return 'the credentials of the kubeconfig are not accepted: log in again, or choose others with --context';
    case 'Forbidden':
      return /cannot \w+ resource/u.test(message)
        ? 'ask for that right; sparkctl doctor tells which ones are missing'
        : undefined;
    case 'NotFound':
      return missingRemedy(message);
    case 'AlreadyExists':
      return takenRemedy(message);
    default:
      return undefined;
  }
}

/** Of what has to be there before. A kind that nobody has defined is told without its name. */
function missingRemedy(message: string): string | undefined {
  const namespace = /^namespaces "([^"]+)" not found/u.exec(message)?.[1];
  if (namespace !== undefined)
    return `create it with kubectl create namespace ${namespace}, or choose another one with -n`;
  if (/could not find the requested resource|page not found/u.test(message))
    return 'the CRDs are missing: install the operator, or run sparkctl crds apply';
  return undefined;
}

/** Of a name that somebody uses. */
function takenRemedy(message: string): string | undefined {
  const [, plural, name] = /^([a-z]+)\S* "([^"]+)" already exists/u.exec(message) ?? [];
  if (name === undefined) return undefined;
  const deletion = plural === 'sparkapplications' ? 'sparkctl delete' : `kubectl delete ${plural}`;
  return `choose another name, with --application for sparkctl submit, or delete that one: ${deletion} ${name}`;
}
