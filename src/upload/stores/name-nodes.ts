import { schemeOf } from '../../spark/uri.ts';
import type { HadoopProperties } from '../upload-store.ts';

/** How name nodes answer, with their usual ports; that of `hdfs:` URIs is for Hadoop's own protocol. */
const HTTP = { protocol: 'http', port: '9870', key: 'dfs.namenode.http-address' } as const;
const HTTPS = { protocol: 'https', port: '9871', key: 'dfs.namenode.https-address' } as const;

/**
 * Where the name nodes of an upload path answer over HTTP: several where its host is a name service, of which one is active;
 * at least one.
 *
 * `webhdfs:` names the HTTP port itself; `hdfs:` names another one, whose neighbour Hadoop's configuration knows.
 *
 * @see Hadoop HDFS High Availability, `dfs.ha.namenodes.NAMESERVICE`
 */
export function nameNodesOf(path: string, hadoop: HadoopProperties): readonly string[] {
  const [, host = '', port] = /^[^:]*:\/\/([^/:]*)(?::(\d+))?/u.exec(path) ?? [];
  const scheme = schemeOf(path);
  const isSecure = scheme === 'swebhdfs' || (scheme === 'hdfs' && hadoop('dfs.http.policy') === 'HTTPS_ONLY');
  const over = isSecure ? HTTPS : HTTP;
  const ofService = addressesOfService(host, over, hadoop);
  if (ofService.length > 0) return ofService.map((address) => `${over.protocol}://${address}`);
  const own = scheme === 'hdfs' ? hadoop(over.key) : port && `${host}:${port}`;
  return [`${over.protocol}://${own ?? `${host}:${over.port}`}`];
}

/** Empty where the host is no name service. */
function addressesOfService(
  host: string,
  { key, port }: typeof HTTP | typeof HTTPS,
  hadoop: HadoopProperties,
): readonly string[] {
  const nodes = (hadoop(`dfs.ha.namenodes.${host}`) ?? '').split(',').map((node) => `${host}.${node.trim()}`);
  return nodes.flatMap((node) => {
    const rpc = hadoop(`dfs.namenode.rpc-address.${node}`)?.replace(/:\d+$/u, '');
    return hadoop(`${key}.${node}`) ?? (rpc === undefined ? [] : `${rpc}:${port}`);
  });
}
