import { describe, expect, test } from '@jest/globals';
import { dump, loadAll } from 'js-yaml';
import { render } from '../../../src/cli/render.ts';
import { renderedObjects } from '../../../src/cli/rendered-objects.ts';
import { application } from '../submission/samples.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

const UID = '00000000-0000-0000-0000-000000000000';
const ACCOUNT = { serviceAccount: 'spark' };
const PI = application({ driver: ACCOUNT }, { uid: UID });
const OTHER = application(
  { sparkConf: { 'spark.kubernetes.nmaespace': 'x' }, driver: ACCOUNT },
  { name: 'other', uid: UID },
);
const WRONG = application({ image: '', driver: { memory: '5x', ...ACCOUNT } }, { name: 'wrong' });

const FILES = {
  'pi.yaml': dump(PI),
  '-': dump(OTHER),
  'wrong.yaml': dump(WRONG),
  'none.yaml': 'a: 1',
  'bad.yaml': 'a: [',
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

async function rendered(...words: readonly string[]) {
  const terminal = new RecordedTerminal(FILES);
  const code = await render.run(words, terminal);
  return { code, told: terminal.told, printed: terminal.printed };
}

describe('sparkctl render', () => {
  test('prints the objects of every application as YAML', async () => {
    const { code, told, printed } = await rendered('-f', 'pi.yaml', '--filename=-');
    expect(code).toBe(0);
    expect(told).toEqual([
      expect.stringMatching(
        /^warning: SparkApplication jobs\/other: spec\.sparkConf\[.*Did you mean spark\.kubernetes\.namespace\?$/u,
      ),
    ]);
    expect(loadAll(printed)).toEqual(plain([...renderedObjects(PI, 0), ...renderedObjects(OTHER, 0)]));
  });

  test('prints a list as JSON, and as many executors as it is asked for', async () => {
    const { printed } = await rendered('-f', 'pi.yaml', '-o', 'json', '--executors', '2');
    expect(JSON.parse(printed)).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: plain(renderedObjects(PI, 2)),
    });
  });

  test('names objects after the uid it is told', async () => {
    const { printed } = await rendered('-f', 'pi.yaml', '--uid', 'mine');
    expect(printed).toContain('uid: mine');
    expect(printed).not.toContain(UID);
  });

  test('tells all that is wrong at once, and prints nothing', async () => {
    const { code, told, printed } = await rendered('-f', 'pi.yaml', '-f', 'wrong.yaml');
    expect(code).toBe(1);
    expect(told).toEqual([
      expect.stringMatching(
        /^error: SparkApplication jobs\/wrong: spec\.driver\.memory: .*"5x" is not a memory size/u,
      ),
      expect.stringMatching(/^error: SparkApplication jobs\/wrong: spec\.image: /u),
    ]);
    expect(printed).toBe('');
  });

  test.each([
    { file: 'none.yaml', says: /^none\.yaml: there is no SparkApplication in it$/u },
    { file: 'bad.yaml', says: /^bad\.yaml: unexpected end/u },
    { file: 'gone.yaml', says: /^gone\.yaml: there is no such file; correct its name$/u },
  ])('says why it cannot use $file', async ({ file, says }) => {
    const { code, told } = await rendered('-f', file);
    expect(code).toBe(1);
    expect(told).toEqual([expect.stringMatching(says)]);
  });

  test.each([
    { words: [], says: '-f FILE is missing' },
    { words: ['-f', 'pi.yaml', '-o', 'xml'], says: '-o takes yaml or json, not "xml"' },
    { words: ['-f', 'pi.yaml', '--executors', '-1'], says: /'--executors' argument is ambiguous/u },
    {
      words: ['-f', 'pi.yaml', '--executors=two'],
      says: '--executors takes a whole number of at most 99999',
    },
  ])('refuses wrong flags: $words', async ({ words, says }) => {
    await expect(rendered(...words)).rejects.toThrow(says);
  });
});
