import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { operatorFlags } from '../architecture/operator-flags.ts';

/** What objects mean, by kind and name: without what only Helm goes by, and without flags that repeat the default. */
export function meaningsOf(objects: readonly KubernetesObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    objects.map((object) => {
      const { namespace: where = '', name } = object.metadata;
      // Labels of the object itself tell people something; nothing goes by them.
      const unlabelled = {
        ...object,
        metadata: { ...object.metadata, labels: undefined, annotations: meant(object) },
      };
      const meaning: unknown = JSON.parse(JSON.stringify(unlabelled, withoutRepetition));
      return [`${object.kind} ${where}/${name}`, meaning];
    }),
  );
}

/** Annotations, without those that only Helm reads. */
function meant({ metadata }: KubernetesObject): Readonly<Record<string, string>> | undefined {
  const others = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith('helm.sh/'));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

function withoutRepetition(key: string, value: unknown): unknown {
  if (key === 'app.kubernetes.io/instance') return undefined;
  if (key !== 'args' || !Array.isArray(value)) return value;
  const words: readonly string[] = value.map(String);
  return words.filter((word) => !saysTheDefault(word)).toSorted();
}

function saysTheDefault(argument: string): boolean {
  const [, flag = '', value] = /^--([a-z-]+)=(.*)$/u.exec(argument) ?? [];
  return operatorFlags().get(flag) === value;
}
