/** Writes container images as docker-archives: a tar of layers, the image's configuration, and a manifest. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { run } from './run.ts';

export interface ImageArchive {
  readonly references: readonly string[];
  /** Uncompressed tar files, the lowest first. They must lie on the file system of the archive. */
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

/** The part of an image's configuration that says how its containers start, in the format's own words. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
}

/** The format wants Go's names of architectures. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Packs all files below `root` into an uncompressed tar that is fit to be a layer.
 *
 * Guarantees: equal files give equal bytes, whenever and wherever they were made.
 */
export async function packLayer(root: string, tar: string): Promise<void> {
  const reproducible = ['--sort=name', '--mtime=@0', '--numeric-owner'];
  await run(['tar', '--create', ...reproducible, '--file', tar, '--directory', root, '.']);
}

/** Writes the archive to `file`. The layers are left where they are. */
export async function writeImageArchive(file: string, image: ImageArchive): Promise<void> {
  const staging = `${file}.parts`;
  await mkdir(staging);
  const digests: string[] = [];
  for (const [index, layer] of image.layers.entries()) {
    digests.push(await digestOf(layer));
    await link(layer, join(staging, `${index}.tar`));
  }
  const config = JSON.stringify({
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: 'linux',
    config: image.config,
    rootfs: { type: 'layers', diff_ids: digests },
    history: digests.map(() => ({ created: '1970-01-01T00:00:00Z' })),
  });
  const configFile = `${createHash('sha256').update(config).digest('hex')}.json`;
  await writeFile(join(staging, configFile), config);
  const layers = digests.map((_, index) => `${index}.tar`);
  const manifest = [{ Config: configFile, RepoTags: image.references, Layers: layers }];
  await writeFile(join(staging, 'manifest.json'), JSON.stringify(manifest));
  await run([
    'tar',
    '--create',
    '--file',
    file,
    '--directory',
    staging,
    'manifest.json',
    configFile,
    ...layers,
  ]);
  await rm(staging, { recursive: true });
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}
