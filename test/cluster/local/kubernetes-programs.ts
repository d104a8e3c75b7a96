/** The programs of the cluster and beside it, built from their Go modules once and then taken from the cache. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { cached } from './cache.ts';
import { contentKey } from './content-key.ts';
import type { Progress } from './progress.ts';
import { capture, run } from './run.ts';

const KUBERNETES_VERSION = '1.35.4';
const KWOK_VERSION = '0.7.0';
const HELM_VERSION = '4.3.1';
const VERSITYGW_VERSION = '1.8.0';

/** The names under which the one binary is started; each runs another part of it. */
const PARTS = [
  'coredns',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubectl',
  'kubelet',
] as const;

const MODULE = join(import.meta.dirname, 'kubernetes');

/** A folder with all programs of Kubernetes, etcd and CoreDNS. The first build takes minutes. */
export async function kubernetesPrograms(progress: Progress): Promise<string> {
  const key = await contentKey({ texts: [await goVersion(), ...buildFlags()], paths: [MODULE] });
  const build = (folder: string): Promise<void> =>
    progress.step(`build Kubernetes ${KUBERNETES_VERSION} (about 8 minutes the first time)`, async () => {
      await run(['go', 'build', ...buildFlags(), '-o', join(folder, 'kubernetes'), '.'], {
        cwd: MODULE,
        env: { CGO_ENABLED: '0' },
      });
      for (const part of PARTS) await symlink('kubernetes', join(folder, part));
    });
  return await cached('kubernetes', key, build, progress);
}

/** The path of kwok, which plays the kubelets of thousands of nodes. Built on the first call. */
export async function kwokProgram(progress: Progress): Promise<string> {
  return await installedProgram('kwok', 'sigs.k8s.io/kwok/cmd/kwok', KWOK_VERSION, progress);
}

/** The path of Helm, which renders and checks the chart. Built on the first call. */
export async function helmProgram(progress: Progress): Promise<string> {
  return await installedProgram('helm', 'helm.sh/helm/v4/cmd/helm', HELM_VERSION, progress);
}

/** The path of versitygw, an S3 server that keeps its objects in a folder. Built on the first call. */
export async function s3ServerProgram(progress: Progress): Promise<string> {
  return await installedProgram(
    'versitygw',
    'github.com/versity/versitygw/cmd/versitygw',
    VERSITYGW_VERSION,
    progress,
  );
}

/** The path of a program that is one package of a Go module. */
async function installedProgram(
  name: string,
  goPackage: string,
  version: string,
  progress: Progress,
): Promise<string> {
  const key = await contentKey({ texts: [await goVersion(), version] });
  const build = (folder: string): Promise<void> =>
    progress.step(`build ${name} ${version}`, () =>
      run(['go', 'install', '-trimpath', `${goPackage}@v${version}`], {
        env: { CGO_ENABLED: '0', GOBIN: folder },
      }),
    );
  return join(await cached(name, key, build, progress), name);
}

function buildFlags(): readonly string[] {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const version = 'k8s.io/component-base/version';
  const stamps = [`gitVersion=v${KUBERNETES_VERSION}`, `gitMajor=${major}`, `gitMinor=${minor}`];
  const linked = ['-s', '-w', ...stamps.map((stamp) => `-X ${version}.${stamp}`)].join(' ');
  return ['-trimpath', '-buildvcs=false', '-ldflags', linked];
}

async function goVersion(): Promise<string> {
  return await capture(['go', 'version']).catch((cause: unknown) => {
    throw new Error('Go 1.26 or later is needed: install it from https://go.dev/dl/', { cause });
  });
}
