import { expect, test } from '@jest/globals';
import { nameNodesOf } from '../../../../src/upload/stores/name-nodes.ts';

const SERVICE = {
  'dfs.ha.namenodes.prod': 'nn1, nn2',
  'dfs.namenode.http-address.prod.nn1': 'one:50070',
  'dfs.namenode.rpc-address.prod.nn2': 'two:8020',
  'dfs.namenode.https-address.prod.nn1': 'one:50470',
};

test.each<{
  readonly path: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly nodes: readonly string[];
}>([
  { path: 'webhdfs://host:50070/up', nodes: ['http://host:50070'] },
  { path: 'webhdfs://host/up', nodes: ['http://host:9870'] },
  { path: 'swebhdfs://host/up', nodes: ['https://host:9871'] },
  { path: 'hdfs://host:8020/up', nodes: ['http://host:9870'] },
  {
    path: 'hdfs://host/up',
    properties: { 'dfs.namenode.http-address': 'web:1' },
    nodes: ['http://web:1'],
  },
  { path: 'hdfs://host/up', properties: { 'dfs.http.policy': 'HTTPS_ONLY' }, nodes: ['https://host:9871'] },
  { path: 'hdfs://prod/up', properties: SERVICE, nodes: ['http://one:50070', 'http://two:9870'] },
  { path: 'webhdfs://prod/up', properties: SERVICE, nodes: ['http://one:50070', 'http://two:9870'] },
  {
    path: 'hdfs://prod/up',
    properties: { ...SERVICE, 'dfs.http.policy': 'HTTPS_ONLY' },
    nodes: ['https://one:50470', 'https://two:9871'],
  },
  { path: 'hdfs://other/up', properties: SERVICE, nodes: ['http://other:9870'] },
])('the name nodes of $path are $nodes', ({ path, properties = {}, nodes }) => {
  expect(nameNodesOf(path, (key) => properties[key])).toEqual(nodes);
});
