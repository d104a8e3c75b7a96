/** Reads the command line of the demo. */
import { parseArgs } from 'node:util';

import { errorText } from '../cluster/local/error-text.ts';

export interface DemoWish {
  /** Whether the cluster stays up. */
  readonly keep: boolean;
  /** The context of a cluster of the user's own, in place of a local one. */
  readonly context: string | undefined;
}

/** What is to be done: the demo, or saying how it is called, for which the text and the exit code are there. */
export type DemoCommand =
  | { readonly kind: 'run'; readonly wish: DemoWish }
  | { readonly kind: 'say'; readonly text: string; readonly exitCode: number };

const USAGE = `npm run demo -- [--keep] [--context NAME]

Builds a Kubernetes cluster, a Spark image and the operator, installs the operator by Helm, runs
examples/spark-pi.yaml to its end, and removes everything.

  --keep           leave the cluster up, and say how to use it
  --context NAME   a context of your kubeconfig: use that cluster, whose nodes can pull the images`;

export function parseDemoCommand(words: readonly string[]): DemoCommand {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        keep: { type: 'boolean', default: false },
        context: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'say', text: USAGE, exitCode: 0 };
    return { kind: 'run', wish: { keep: values.keep, context: values.context } };
  } catch (error) {
    return { kind: 'say', text: `${errorText(error)}\n\n${USAGE}`, exitCode: 2 };
  }
}
