/** The language a main file is written in: Scala counts as Java. */
export type MainResourceKind = 'java' | 'python' | 'r';

/** What a driver runs, as `spark-submit` is told. */
export interface MainResource {
  readonly kind: MainResourceKind;
  /** A jar, Python or R file; `spark-internal` where the class is on the class path already. */
  readonly uri: string;
}

/** Spark's own word for "no file: the main class is part of the image or of the class path". */
export const SPARK_INTERNAL = 'spark-internal';
