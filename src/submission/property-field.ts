import type { SparkApplicationSpec } from '../api/spark-application.ts';

/** A typed field of a SparkApplication and the Spark property it stands for. */
export interface PropertyField {
  /** Where people write it. */
  readonly field: string;
  /** The Spark property. */
  readonly key: string;
  /** Its value; undefined where the field is not set. Lists become comma lists. */
  readonly read: (spec: SparkApplicationSpec) => string | number | boolean | readonly string[] | undefined;
}

/** A typed field that is a map, and the prefix under which its entries are properties. */
export interface PropertyMapField {
  /** Where people write it. */
  readonly field: string;
  /** Ends in a dot; what follows it is a name of the user's own. */
  readonly prefix: string;
  readonly read: (spec: SparkApplicationSpec) => Readonly<Record<string, string>> | undefined;
}
