/*
 * Where the image's entry point looks for Spark's configuration.
 */

export const CONF_DIR = '/opt/spark/conf';
export const PROPERTIES_FILE = 'spark.properties';
