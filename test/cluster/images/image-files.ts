/** Looks into docker-archives. */
import { capture } from '../local/run.ts';

/** Paths of all files in the image's layers, without a slash in front. */
export async function filesInImage(archive: string): Promise<readonly string[]> {
  const listed = await Promise.all(
    (await layersOf(archive)).map((layer) => fromLayer(archive, layer, '--list')),
  );
  return listed
    .flatMap((text) => text.split('\n'))
    .map((path) => path.replace(/^\.?\//u, ''))
    .filter((path) => path !== '' && !path.endsWith('/'));
}

/** The text of one file. Fails: where no layer has it. */
export async function textInImage(archive: string, path: string): Promise<string> {
  for (const layer of await layersOf(archive)) {
    const text = await fromLayer(archive, layer, '--extract', '--to-stdout', path).catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`the image has no file ${path}`);
}

async function layersOf(archive: string): Promise<readonly string[]> {
  const text = await capture(['tar', '--extract', '--to-stdout', '--file', archive, 'manifest.json']);
  const [image] = JSON.parse(text) as readonly { readonly Layers: readonly string[] }[];
  return image?.Layers ?? [];
}

/** The layers are tars in a tar. */
async function fromLayer(archive: string, layer: string, ...words: readonly string[]): Promise<string> {
  const script =
    'archive=$1; layer=$2; shift 2; tar --extract --to-stdout --file "$archive" "$layer" | tar "$@"';
  return await capture(['sh', '-c', script, 'sh', archive, layer, '--file=-', ...words]);
}
