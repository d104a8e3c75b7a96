import { Type } from 'typebox';

/**
 * A pod of the user's own. Any field may stand in it: the API server, which knows its own version of pods, judges what
 * becomes of it; only what Spark adds to is looked at before (`pod/parse-pod-template.ts`).
 */
export const PodTemplateSchema = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
  description:
    'A pod to which Spark adds its own: metadata and spec as Kubernetes has them. The container that runs Spark is the ' +
    'one with the usual name (spark-kubernetes-driver, spark-kubernetes-executor), else the first.',
});
