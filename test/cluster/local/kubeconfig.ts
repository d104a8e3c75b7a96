/** Writes kubeconfigs: how a client reaches the API server and who it is. */
import { readFile, writeFile } from 'node:fs/promises';

import { certificateFile, keyFile } from './certificates.ts';

/** Writes a kubeconfig for the API server at `server`, with all certificates in it, in JSON, which is YAML, too. */
export async function writeKubeconfig(
  path: string,
  certificates: string,
  user: string,
  server: string,
): Promise<void> {
  const [authority, certificate, key] = await Promise.all(
    [
      certificateFile(certificates, 'ca'),
      certificateFile(certificates, user),
      keyFile(certificates, user),
    ].map((file) => readFile(file, 'base64')),
  );
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: user, user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user } }],
    'current-context': 'local',
  };
  await writeFile(path, `${JSON.stringify(kubeconfig, undefined, 2)}\n`, { mode: 0o600 });
}
