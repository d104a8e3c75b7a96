/** What the manifest of the package takes from that of the repository. */
export interface RepositoryManifest {
  readonly version: string;
  readonly license: string;
}

/**
 * The manifest of the package.
 *
 * Guarantees: nothing is installed beside it: it has no dependencies. kubectl finds `kubectl-spark` as its plug-in, and
 * asks `kubectl_complete-spark` what a word could become.
 */
export const packageManifest = ({ version, license }: RepositoryManifest) => ({
  name: '@spark-application-operator/sparkctl',
  version,
  description: 'Spark applications on Kubernetes: what spark-submit takes, without a JVM.',
  license,
  type: 'module',
  bin: {
    sparkctl: 'sparkctl.mjs',
    'kubectl-spark': 'sparkctl.mjs',
    'kubectl_complete-spark': 'sparkctl.mjs',
  },
  engines: { node: '>=20' },
  files: ['sparkctl.mjs', 'THIRD-PARTY.md'],
});

/** What somebody reads who has nothing but the package. */
export const README = `# sparkctl

Spark applications on Kubernetes: takes what \`spark-submit\` takes, needs no JVM, and shows what becomes of applications
that the Spark Application Operator runs.

\`\`\`sh
npm install --global ./spark-application-operator-sparkctl-*.tgz   # one file, Node 20 or newer, no dependencies
sparkctl --help
kubectl spark list                                                 # the same, as a plug-in of kubectl
source <(sparkctl completion bash)                                 # also zsh and fish; kubectl completes by itself
\`\`\`

\`sparkctl doctor\` says what a cluster lacks, and what to do about it. The operator has to be installed there; what needs no
cluster, such as \`sparkctl render -f app.yaml\` and \`sparkctl validate -f app.yaml\`, runs anywhere.
`;
