/** One project per tier, so that `--selectProjects` runs a tier alone and one summary line counts them all. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

const tier = (name) => ({ ...shared, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`] });

export default {
  // Real tiers wait for conditions; the limit only ends what would never end.
  testTimeout: 180_000,
  projects: [
    ...['unit', 'golden', 'architecture', 'model', 'programs', 'cluster'].map(tier),
    { ...tier('apiserver'), setupFiles: ['<rootDir>/test/apiserver/load-client-node.ts'] },
  ],
};
