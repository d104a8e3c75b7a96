import { load } from 'js-yaml';
import { OperatorError } from '../operator-error.ts';
import type { PodTemplate } from './pod-template.ts';

/**
 * Reads a pod template: `metadata` and `spec` as Kubernetes has them. Only what the steps add to has to have its right
 * shape; the rest is carried along, and judged by the API server.
 *
 * Guarantees: building a pod from what it gives does not stumble over the template. Fails: POD_TEMPLATE_INVALID.
 */
export function parsePodTemplate(value: unknown, field: string): PodTemplate {
  const template = withoutNulls(value);
  if (!isObject(template)) throw invalid(field, 'it is not an object with metadata and spec');
  const problem = problemOf(template, TEMPLATE, '');
  if (problem !== undefined) throw invalid(field, problem);
  const { metadata, spec } = template as PodTemplate;
  return { ...(metadata !== undefined && { metadata }), ...(spec !== undefined && { spec: named(spec) }) };
}

/** The container that runs Spark may come without a name: Spark has one for it. */
function named(spec: NonNullable<PodTemplate['spec']>): NonNullable<PodTemplate['spec']> {
  if (spec.containers === undefined) return spec;
  return { ...spec, containers: spec.containers.map((container) => ({ ...NAMELESS, ...container })) };
}

const NAMELESS = { name: '' };

/** Reads the text of a template file, YAML or JSON. Fails: POD_TEMPLATE_INVALID. */
export function parsePodTemplateText(text: string, field: string): PodTemplate {
  let value: unknown;
  try {
    value = load(text);
  } catch (cause) {
    const [problem = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw invalid(field, `it is not YAML: ${problem}`);
  }
  return parsePodTemplate(value, field);
}

/**
 * What a part of a template has to be. Parts that no shape names may be anything, so that fields of a newer Kubernetes
 * pass.
 */
type Shape =
  | 'text'
  | { readonly listOf: Shape }
  | { readonly mapOf: Shape | 'anything' }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** Variables, ports, mounts, volumes: what a step adds to them it adds at the end. */
const NAMED_OBJECTS: Shape = { listOf: { fields: { name: 'text' } } };
/** Labels and the like. */
const TEXTS: Shape = { mapOf: 'text' };
/** Quantities, for example, may be numbers: they are carried along as they are. */
const ANYTHING: Shape = { mapOf: 'anything' };

/** Any of them may turn out to be the one that runs Spark, so all have the same shape. */
const CONTAINER: Shape = {
  fields: {
    name: 'text',
    args: { listOf: 'text' },
    env: NAMED_OBJECTS,
    envFrom: { listOf: ANYTHING },
    ports: NAMED_OBJECTS,
    volumeMounts: NAMED_OBJECTS,
    resources: { fields: { limits: ANYTHING, requests: ANYTHING } },
    securityContext: ANYTHING,
    lifecycle: ANYTHING,
  },
};

/** The parts that the steps read or add to. */
const TEMPLATE: Shape = {
  fields: {
    metadata: { fields: { labels: TEXTS, annotations: TEXTS, ownerReferences: { listOf: ANYTHING } } },
    spec: {
      fields: {
        containers: { listOf: CONTAINER },
        initContainers: { listOf: CONTAINER },
        volumes: NAMED_OBJECTS,
        imagePullSecrets: NAMED_OBJECTS,
        tolerations: { listOf: ANYTHING },
        topologySpreadConstraints: { listOf: ANYTHING },
        hostAliases: { listOf: ANYTHING },
        nodeSelector: TEXTS,
        serviceAccount: 'text',
        serviceAccountName: 'text',
      },
    },
  },
};

/**
 * The first part of `value` that has not its shape, in words, with its path as people write it. What is absent is
 * right: the steps bring what they need.
 */
function problemOf(value: unknown, shape: Shape, path: string): string | undefined {
  if (value === undefined) return undefined;
  if (shape === 'text') return typeof value === 'string' ? undefined : `${path} is not text`;
  if ('listOf' in shape) {
    if (!Array.isArray(value)) return `${path} is not a list`;
    return firstOf(value.map((item, index) => problemOf(item, shape.listOf, `${path}[${index}]`)));
  }
  if (!isObject(value)) return `${path} is not an object`;
  if ('fields' in shape) {
    const parts = Object.entries(shape.fields);
    return firstOf(parts.map(([key, part]) => problemOf(own(value, key), part, pathOf(path, key))));
  }
  const { mapOf } = shape;
  if (mapOf === 'anything') return undefined;
  return firstOf(Object.entries(value).map(([key, item]) => problemOf(item, mapOf, pathOf(path, key))));
}

/** Parts are looked at in the order in which they are described. */
const firstOf = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

const pathOf = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Keys that every object has, such as `constructor`, are not in the template. */
const own = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** To Kubernetes a null is the same as nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(field: string, problem: string): OperatorError {
  return new OperatorError('POD_TEMPLATE_INVALID', { field, problem });
}
