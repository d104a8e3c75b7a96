/** Writes the npm package of sparkctl to `dist/sparkctl-package`: one bundled file, and what belongs beside it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import manifest from '../../package.json' with { type: 'json' };
import { componentsOf, type BundleMetadata } from './bundled-components.ts';
import { packageManifest, README } from './package-texts.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const PACKAGE = process.argv[2] ?? join(REPOSITORY, 'dist/sparkctl-package');

rmSync(PACKAGE, { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
const components = componentsOf(bundled(), REPOSITORY);
const write = (name: string, text: string): void => writeFileSync(join(PACKAGE, name), text);
write('package.json', `${JSON.stringify(packageManifest(manifest), undefined, 2)}\n`);
write('README.md', README);
write('LICENSE', apacheLicense());
write('THIRD-PARTY.md', ['# What is part of sparkctl.mjs\n', ...noticesOf(components)].join('\n'));

/** The same command as for `dist/sparkctl.mjs`; says what the bundle is made of. */
function bundled(): BundleMetadata {
  const folder = mkdtempSync(join(tmpdir(), 'sparkctl-package-'));
  try {
    const metadata = join(folder, 'metadata.json');
    const flags = [`--outfile=${join(PACKAGE, 'sparkctl.mjs')}`, `--metafile=${metadata}`];
    const command = ['run', '--silent', 'build:sparkctl', '--', ...flags];
    execFileSync('npm', command, { cwd: REPOSITORY, stdio: 'inherit' });
    return JSON.parse(readFileSync(metadata, 'utf8')) as BundleMetadata;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The license of this project, as a component under the same one brings it. */
function apacheLicense(): string {
  const found = components.find(({ name }) => name === '@kubernetes/client-node')?.license;
  if (found === undefined) throw new Error('no component brings the text of the Apache License');
  return found;
}

/** Each text of a license once, below all that come under it. */
function noticesOf(all: typeof components): readonly string[] {
  const byText = Map.groupBy(all, ({ license = '' }) => license.trim());
  return [...byText].map(([text, under]) => {
    const names = under.map(({ name, version, licenseName }) => `## ${name} ${version}: ${licenseName}\n`);
    return [...names, text === '' ? '' : `\`\`\`\n${text}\n\`\`\`\n`].join('\n');
  });
}
