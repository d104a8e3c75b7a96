import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withListedFiles } from '../../../../src/cli/submit/listed-files.ts';
import { SparkConf } from '../../../../src/spark/spark-conf.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listed-files-'));
  await mkdir(join(folder, 'libs/folder.jar'), { recursive: true });
  for (const name of ['libs/a.jar', 'libs/b c.jar', 'libs/.a.jar.crc', 'libs/x.py', 'data.zip']) {
    await writeFile(join(folder, name), '');
  }
});
afterAll(() => rm(folder, { recursive: true }));

const listed = async (files: string) => {
  const conf = SparkConf.from({ 'spark.files': files });
  const found = await withListedFiles(conf, (path) => resolve(folder, path));
  return { files: found.conf.get('spark.files')?.replaceAll(folder, ''), unmatched: found.unmatched.length };
};

describe('globs', () => {
  test.each([
    ['libs/*', 'file:/libs/a.jar,file:/libs/b%20c.jar,file:/libs/x.py', 'stand for files, not for folders'],
    ['*/[ab]*.jar', 'file:/libs/a.jar,file:/libs/b%20c.jar', 'may be in any part of a path'],
    ['data.*#d', 'file:/data.zip#d', 'keep their fragment'],
    ['gone.jar', 'file:/gone.jar', 'are no names of single files'],
    ['s3a://b/*.jar', 's3a://b/*.jar', 'elsewhere are left to the driver'],
    ['local:///o/*.jar', 'local:///o/*.jar', 'of the image are left to the driver'],
  ])('%s → %s: they %s', async (glob, files) => {
    expect(await listed(glob)).toEqual({ files, unmatched: 0 });
  });

  test('that match nothing are told', async () => {
    expect(await listed('libs/*.zip')).toEqual({ files: '', unmatched: 1 });
  });

  test.each([
    ['libs/*.jar#x', /names several files, which cannot all be #x/u],
    ['libs', /is a folder: name its files/u],
    ['libs/{a,b}.jar', /has a \{ without its \}/u],
  ])('%s are refused', async (glob, message) => {
    await expect(listed(glob)).rejects.toThrow(message);
  });
});
