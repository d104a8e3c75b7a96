/**
 * Whether an executor's JVM needs this property before it can reach its driver: everything about authentication, RPC,
 * network, TLS and ports, but no secret. Old versions need nothing of TLS.
 *
 * @see Spark `SparkConf.isExecutorStartupConf`
 */
export function isStartupProperty(key: string, withTls = true): boolean {
  if (key === 'spark.authenticate.secret' || /^spark\.ssl.*Password/u.test(key)) return false;
  if (!withTls && key.startsWith('spark.ssl')) return false;
  return (
    /^spark\.(auth|rpc|network|ssl|port\.)/u.test(key) || (key.startsWith('spark.') && key.endsWith('.port'))
  );
}
