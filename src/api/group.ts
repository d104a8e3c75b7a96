/** The API group of all our resources. */
export const GROUP = 'sparkoperator.k8s.io';

/** `group/version` of what people write. */
export const APPLICATION_API_VERSION = `${GROUP}/v1beta2`;

/** `group/version` of what the operator and the drivers share. */
export const EXECUTOR_SET_API_VERSION = `${GROUP}/v1alpha1`;
