/** The certificates of one cluster: an authority of its own, and what each party needs to prove who it is. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './run.ts';

export interface CertificateSubject {
  /** Names the files: `<name>.crt` and `<name>.key`. */
  readonly name: string;
  /** The user that Kubernetes sees. */
  readonly commonName: string;
  /** The group that Kubernetes sees. */
  readonly organization?: string;
  /** Where a server is reached, for example `DNS:localhost` or `IP:127.0.0.1`. */
  readonly alternativeNames?: readonly string[];
}

/** Names the key that service account tokens are signed with. */
export const TOKEN_SIGNER = 'service-accounts';

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
const DAYS = '365';

/** Makes the authority, the key that signs service account tokens, and a certificate for each subject. */
export async function makeCertificates(
  folder: string,
  subjects: readonly CertificateSubject[],
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await selfSigned(folder);
  await Promise.all([tokenKey(folder), ...subjects.map((subject) => makeCertificate(folder, subject))]);
}

export const certificateFile = (folder: string, name: string): string => join(folder, `${name}.crt`);
export const publicKeyFile = (folder: string, name: string): string => join(folder, `${name}.pub`);
export const keyFile = (folder: string, name: string): string => join(folder, `${name}.key`);

async function selfSigned(folder: string): Promise<void> {
  const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  await request(folder, { name: 'ca', commonName: 'spark-operator-local' }, extensions, []);
}

/** Makes a certificate for one more subject. Assumes: the authority is made. */
export async function makeCertificate(folder: string, subject: CertificateSubject): Promise<void> {
  const names = subject.alternativeNames ?? [];
  const extensions = [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth,clientAuth',
    ...(names.length === 0 ? [] : [`subjectAltName=${names.join(',')}`]),
  ];
  const authority = ['-CA', certificateFile(folder, 'ca'), '-CAkey', keyFile(folder, 'ca')];
  await request(folder, subject, extensions, authority);
}

async function request(
  folder: string,
  subject: CertificateSubject,
  extensions: readonly string[],
  authority: readonly string[],
): Promise<void> {
  const { name, commonName, organization } = subject;
  const distinguished = `${organization === undefined ? '' : `/O=${organization}`}/CN=${commonName}`;
  const files = ['-keyout', keyFile(folder, name), '-out', certificateFile(folder, name)];
  const what = ['-x509', '-days', DAYS, '-subj', distinguished];
  // The system's own openssl.cnf would add extensions of its own.
  const settings = join(folder, `${name}.cnf`);
  const sections = [
    '[req]',
    'distinguished_name=names',
    'x509_extensions=extensions',
    '[names]',
    '[extensions]',
  ];
  await writeFile(settings, `${[...sections, ...extensions].join('\n')}\n`);
  await run(['openssl', 'req', '-config', settings, ...what, ...NEW_KEY, ...files, ...authority]);
}

async function tokenKey(folder: string): Promise<void> {
  const key = keyFile(folder, TOKEN_SIGNER);
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  await run(['openssl', 'genpkey', ...curve, '-out', key]);
  await run(['openssl', 'pkey', '-in', key, '-pubout', '-out', publicKeyFile(folder, TOKEN_SIGNER)]);
}
