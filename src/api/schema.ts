import { Type, type TSchema } from 'typebox';

/*
 * The few schema forms that a CRD accepts and TypeBox does not have of its own: a structural schema knows no `anyOf`
 * of constants, and open objects need Kubernetes' own markers.
 */

/**
 * What the API server itself checks, in CEL: it holds for everybody, before anything is stored, and without a webhook.
 * The message says what is wrong and what to do; where it is wrong the API server says.
 */
export interface Rule {
  /** True where all is well; `self` is the value that the schema is for. */
  readonly rule: string;
  readonly message: string;
  /** The field to point at, from the value on. */
  readonly fieldPath?: string;
}

/** The rules of a schema, as an option of it. */
export const rules = (...list: readonly Rule[]) => ({ 'x-kubernetes-validations': list });

/** A string that is one of `values`. */
export const OneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values, description });

/** A map from strings to strings. */
export const StringMap = (description: string) =>
  Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description,
  });

/** An object that the API server keeps whole, without looking inside. */
export const OpenObject = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    description,
  });

/** A time as Kubernetes writes it: RFC 3339, UTC, whole seconds; null while there is none. */
export const Time = (description: string) =>
  Type.Unsafe<string | null>({ type: 'string', format: 'date-time', nullable: true, description });

/** A 64-bit whole number. JavaScript is exact up to 2^53, which none of our counters will see. */
export const Int64 = (description: string, minimum = 0) =>
  Type.Integer({ format: 'int64', minimum, description });

/** A 32-bit whole number. */
export const Int32 = (description: string, minimum = 0) =>
  Type.Integer({ format: 'int32', minimum, description });

/** A list of strings. */
export const Strings = (description: string) => Type.Array(Type.String(), { description });

/** Says what the generated `kubectl explain` shows for a schema made elsewhere. */
export const described = <T extends TSchema>(schema: T, description: string): T => ({
  ...schema,
  description,
});
