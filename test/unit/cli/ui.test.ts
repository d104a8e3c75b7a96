import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { CommandError } from '../../../src/cli/command.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const driver: PodManifest = {
  metadata: { namespace: 'jobs', name: 'pi-driver' },
  spec: {
    containers: [
      { name: 'sidecar', ports: [{ name: 'spark-ui', containerPort: 1 }] },
      { name: 'spark-kubernetes-driver', ports: [{ name: 'spark-ui', containerPort: 4041 }] },
    ],
  },
};

/** A cluster whose driver is in that phase. */
async function withDriver(phase: string): Promise<CommandsOnACluster> {
  const cluster = new CommandsOnACluster();
  await cluster.submit({}, { driverInfo: { podName: 'pi-driver' } });
  const pod = await cluster.api.create(PODS, driver);
  await cluster.api.mergePatch(PODS, pod.metadata, { status: { phase } }, 'status');
  return cluster;
}

/** What somebody reads who connects to the address that was printed. */
async function answerAt(address: string): Promise<string> {
  const socket = connect(Number(/:(\d+)/u.exec(address)?.[1]), '127.0.0.1');
  await once(socket, 'connect');
  return await text(socket);
}

test('sparkctl ui forwards a port of this machine to the port of the pages, until Ctrl-C', async () => {
  const cluster = await withDriver('Running');
  cluster.forward = async ({ namespace, name, port }, stream) => {
    stream.end(`${namespace}/${name}:${port}`);
  };
  const run = cluster.run('ui', 'pi', '--port', '0');
  const address = await cluster.printed;
  expect(address).toMatch(/^http:\/\/localhost:\d+ shows pi; Ctrl-C ends it\n$/u);
  expect(await answerAt(address)).toBe('jobs/pi-driver:4041');
  cluster.interruption.abort();
  expect((await run).code).toBe(0);
});

test('a connection that cannot be forwarded is told, and ends nothing else', async () => {
  const cluster = await withDriver('Running');
  cluster.forward = () => Promise.reject(new CommandError('connection refused'));
  const run = cluster.run('ui', 'pi', '--port', '0');
  await answerAt(await cluster.printed).catch(() => '');
  cluster.interruption.abort();
  const { code, told } = await run;
  expect({ code, told }).toEqual({ code: 0, told: ['the driver cannot be reached: connection refused'] });
});

test('without a driver that runs there are no pages', async () => {
  const { code, told } = await (await withDriver('Succeeded')).run('ui', 'pi');
  expect({ code, told }).toEqual({
    code: 1,
    told: [expect.stringContaining('no driver of pi runs now (RUNNING)')],
  });
});

test('a port that is taken is told', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { code, told } = await (await withDriver('Running')).run('ui', 'pi', '--port', String(port));
  taken.close();
  expect({ code, told }).toEqual({
    code: 1,
    told: [expect.stringContaining(`port ${port} of this machine`)],
  });
});
