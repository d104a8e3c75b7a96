/** Image stores of containerd, filled once and then shared by all clusters that want the same images. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cached } from './cache.ts';
import { containerdSocketIn } from './cluster-layout.ts';
import { contentKey } from './content-key.ts';
import { containerdSettings } from './node-settings.ts';
import type { Progress } from './progress.ts';
import { capture, run } from './run.ts';

/** The only files of a store that containerd changes in place; what images are made of it only adds and removes. */
const DATABASES = [
  'io.containerd.metadata.v1.bolt/meta.db',
  'io.containerd.snapshotter.v1.overlayfs/metadata.db',
];

/**
 * A folder with a store that holds the images of these archives, unpacked. Unpacking a large image takes long, so it is
 * done once.
 */
export async function filledImageStore(archives: readonly string[], progress: Progress): Promise<string> {
  const key = await contentKey({ texts: [await capture(['containerd', '--version']), ...archives] });
  const build = (folder: string): Promise<void> =>
    progress.step('unpack images', () => fill(folder, archives));
  return join(await cached('image-store', key, build, progress), 'store');
}

/** Gives a new node a store of its own with the same images, in a moment: it shares the files that never change. */
export async function copyImageStore(store: string, target: string): Promise<void> {
  const copy = ['cp', '--archive', '--no-target-directory'];
  await run([...copy, '--link', store, target]).catch(async () => {
    // The two folders are on different file systems.
    await run(['rm', '-rf', target]);
    await run([...copy, '--reflink=auto', store, target]);
  });
  for (const name of DATABASES) {
    await run(['cp', '--archive', '--remove-destination', join(store, name), join(target, name)]);
  }
}

/** The command that gives the containerd with this socket the images of an archive. */
export function importImageCommand(archive: string, socket: string): readonly string[] {
  return [...controlCommand(socket), 'images', 'import', archive];
}

const controlCommand = (socket: string): readonly string[] => [
  'ctr',
  '--address',
  socket,
  '--namespace',
  'k8s.io',
];

/** Runs a containerd for as long as it takes to import the archives. */
async function fill(folder: string, archives: readonly string[]): Promise<void> {
  const settings = join(folder, 'containerd.toml');
  const folders = { store: join(folder, 'store'), run: '/run', networks: join(folder, 'no-networks') };
  const socket = containerdSocketIn(folders.run);
  await writeFile(settings, containerdSettings(folders));
  const script = [
    'set -e; settings=$1; shift',
    'mount -t tmpfs run /run',
    'containerd --config "$settings" & containerd=$!',
    `until ${controlCommand(socket).join(' ')} version >/dev/null 2>&1; do kill -0 "$containerd"; sleep 0.1; done`,
    `for archive; do ${importImageCommand('"$archive"', socket).join(' ')}; done`,
    'kill "$containerd"; wait "$containerd"',
  ].join('\n');
  await run(['sh', '-c', script, 'sh', settings, ...archives], { contained: true });
}
