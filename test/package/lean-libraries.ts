import { isBuiltin } from 'node:module';

import type { OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild';

/** Modules that stand in the place of others, by the names that they are imported under. */
const LEAN: ReadonlyMap<string, OnLoadResult> = new Map([
  // Everything that a user of a kubeconfig needs; the rest of the client is never run.
  [
    '@kubernetes/client-node',
    {
      contents: `
        export { KubeConfig } from '@kubernetes/client-node/dist/config.js';
        export { PortForward } from '@kubernetes/client-node/dist/portforward.js';`,
    },
  ],
  // The client of every API with all its types; KubeConfig and PortForward name it for functions that are never called.
  [
    './gen/index.js',
    {
      contents: `
        const leftOut = () => { throw new Error('sparkctl is bundled without the client of every API'); };
        export { leftOut as AppsV1Api, leftOut as CoreV1Api, leftOut as createConfiguration, leftOut as ServerConfiguration };`,
    },
  ],
  // Its agents and their methods, as its own index puts them together, without fetch, caches and mocks.
  [
    'undici',
    {
      contents: `
        Object.assign(require('undici/lib/dispatcher/dispatcher.js').prototype, require('undici/lib/api/index.js'));
        exports.Agent = require('undici/lib/dispatcher/agent.js');
        exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');`,
    },
  ],
]);

/** Read by Go, whose expressions have no flag `u`. */
const ANY = new RegExp('.');

const LEAN_SPACE = 'lean';
const BUILTIN_SPACE = 'builtin';

/**
 * Makes a bundle of sparkctl quick to start: V8 reads all of it, whatever is run.
 *
 * Guarantees: a module of Node is loaded by the first module that needs it, with nothing but what is asked of it; an
 * import, which stands at the head of the bundle, reads every export of it, and some of them load more: `node:http`
 * brings all of Node's own fetch.
 * Assumes: the file is an ES module that has a `require`.
 */
export const leanLibraries: Plugin = {
  name: 'lean-libraries',
  setup(build) {
    build.onResolve({ filter: ANY }, lean);
    build.onLoad({ filter: ANY, namespace: LEAN_SPACE }, ({ path }) => ({
      ...LEAN.get(path),
      resolveDir: build.initialOptions.absWorkingDir ?? process.cwd(),
    }));
    build.onLoad({ filter: ANY, namespace: BUILTIN_SPACE }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** What stands in the place of a module, if anything does. Others may have a file of the same name as a part of the client. */
function lean({ path, importer, kind }: OnResolveArgs): OnResolveResult | undefined {
  if (kind === 'import-statement' && isBuiltin(path)) return { path, namespace: BUILTIN_SPACE };
  const isOfOther = path.startsWith('.') && !importer.includes('/@kubernetes/client-node/dist/');
  return LEAN.has(path) && !isOfOther ? { path, namespace: LEAN_SPACE } : undefined;
}
