import type { ApiServer } from '../../src/kube/api-server.ts';

/** What stands in the place of single methods of an API server; each is handed the method itself. */
export type Replacements = {
  readonly [K in keyof ApiServer]?: (real: ApiServer[K]) => ApiServer[K];
};

/** The same API server, but for some of its methods. */
export function withReplaced(real: ApiServer, replacements: Replacements): ApiServer {
  return new Proxy(real, {
    get: (target, name: keyof ApiServer) => {
      const method = target[name].bind(target) as never;
      const replaced = replacements[name] as ((method: never) => unknown) | undefined;
      return replaced === undefined ? method : replaced(method);
    },
  });
}
