import { nearestWord } from '../spark/nearest-word.ts';
import type { TSchema } from 'typebox';
import type { Violation } from './violation.ts';

/**
 * The part of a CRD's schema that says which values there are. Our schemas use no other words for that, but for rules in
 * CEL, which the checks of the submission repeat.
 */
export interface Schema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of a map: what its values are. */
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/*
 * The rules of the API server, for those who want to know before they ask it. `value` and `schema` are walked side by
 * side; a path says where in the resource something is, as people would write it.
 */

/** Gives a schema of TypeBox as the API server gets it: its own markers stay behind. */
export function schemaOf(schema: TSchema): Schema {
  const plain: Schema = JSON.parse(JSON.stringify(schema));
  return plain;
}

/**
 * Finds what the API server would refuse: values of the wrong type or out of range, required fields that are missing.
 *
 * Assumes: `value` came from YAML or JSON; fields that are null count as absent, as they do for the API server.
 */
export function schemaViolations(value: unknown, schema: Schema, path: string): readonly Violation[] {
  const wrong = mismatch(value, schema);
  if (wrong !== undefined) return [{ path, message: wrong }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => schemaViolations(item, schema.items ?? {}, `${path}[${index}]`));
  }
  if (!isRecord(value)) return [];
  const missing = (schema.required ?? [])
    .filter((name) => (value[name] ?? null) === null)
    .map((name) => ({ path: `${path}.${name}`, message: 'The field is required. Set it.' }));
  const inside = fieldsOf(value, schema).flatMap(({ name, below }) =>
    below === undefined ? [] : schemaViolations(value[name], below, pathOf(path, name, schema)),
  );
  return [...missing, ...inside];
}

/**
 * Gives what is left without the values that `schemaViolations` tells of, so that what the others say can be checked in the
 * same look; undefined where the whole value is wrong. Required fields that are missing stay missing.
 */
export function wellFormedPart(value: unknown, schema: Schema): unknown {
  if (mismatch(value, schema) !== undefined) return undefined;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item) => wellFormedPart(item, schema.items ?? {})).filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return value;
  const schemas = new Map(fieldsOf(value, schema).map(({ name, below }) => [name, below]));
  const fields = Object.entries(value).map(([name, field]) => {
    const below = schemas.get(name);
    return [name, below === undefined ? field : wellFormedPart(field, below)] as const;
  });
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}

/** Finds the fields that the schema does not have: the API server drops them, or refuses them where it is strict. */
export function unknownFields(value: unknown, schema: Schema, path: string): readonly Violation[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unknownFields(item, schema.items ?? {}, `${path}[${index}]`));
  }
  if (!isRecord(value)) return [];
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const known = Object.keys(schema.properties ?? {});
  return fieldsOf(value, schema).flatMap(({ name, below }) => {
    const at = pathOf(path, name, schema);
    if (below !== undefined) return unknownFields(value[name], below, at);
    if (isOpen) return [];
    const meant = nearestWord(name, known);
    const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
    return [{ path: at, message: `There is no such field.${guess}` }];
  });
}

/** Gives the value as the API server keeps it: without the fields that are null. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(present.map(([name, item]) => [name, withoutNulls(item)]));
}

/** Whether the value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields that are set, each with its schema: undefined where there is none. */
function fieldsOf(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, additionalProperties }: Schema,
): readonly { readonly name: string; readonly below: Schema | undefined }[] {
  return Object.keys(value)
    .filter((name) => value[name] !== null)
    .map((name) => ({
      name,
      below: Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
    }));
}

/** Names in a map are the user's own, and may have dots in them. */
const pathOf = (path: string, name: string, { additionalProperties }: Schema): string =>
  additionalProperties === undefined ? `${path}.${name}` : `${path}[${name}]`;

/** What is wrong with the value itself, whatever is in it. */
function mismatch(value: unknown, schema: Schema): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof value === 'string' || Number.isInteger(value) ? undefined : 'Write text or a whole number.';
  }
  return wrongType(value, schema.type) ?? wrongValue(value, schema);
}

function wrongType(value: unknown, type: string | undefined): string | undefined {
  if (type === undefined || isOfType(value, type)) return undefined;
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  const quoted = type === 'string' && isScalar ? ` Put it in quotes: "${value}".` : '';
  return `This is ${kindOf(value)}, and has to be ${WORDS[type] ?? type}.${quoted}`;
}

function wrongValue(value: unknown, schema: Schema): string | undefined {
  if (schema.enum?.includes(value) === false) return `Write one of ${schema.enum.join(', ')}.`;
  if (typeof value === 'number') return outOfRange(value, schema.minimum, schema.maximum);
  if (Array.isArray(value)) return outOfRange(value.length, 0, schema.maxItems, ' entries long');
  if (typeof value !== 'string') return undefined;
  return outOfRange(value.length, schema.minLength, schema.maxLength, ' letters long');
}

/** `of` is what is counted, in front of the full stop. */
function outOfRange(size: number, least = -Infinity, most = Infinity, of = ''): string | undefined {
  if (size < least) return `It has to be at least ${least}${of}.`;
  return size > most ? `It may be at most ${most}${of}.` : undefined;
}

/** Types as people call them. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
};

/** As JSON has them: a list is no object, and a whole number is a number. */
function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return WORDS[typeof value] ?? typeof value;
}
