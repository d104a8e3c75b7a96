/**
 * Whether an executor's JVM needs this property before it can reach its driver: everything about authentication, RPC,
 * network, TLS and ports, but no secret.
 *
 * @see Spark `SparkConf.isExecutorStartupConf`
 */
export function isStartupProperty(key: string): boolean {
  if (key === 'spark.authenticate.secret' || /^spark\.ssl.*Password/u.test(key)) return false;
  return (
    /^spark\.(auth|rpc|network|ssl|port\.)/u.test(key) || (key.startsWith('spark.') && key.endsWith('.port'))
  );
}
