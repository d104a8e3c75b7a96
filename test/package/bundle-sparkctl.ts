/** `bundle-sparkctl.ts [--outfile FILE] [--metafile FILE]`: writes sparkctl as one file, `dist/sparkctl.mjs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { leanLibraries } from './lean-libraries.ts';

const { values } = parseArgs({ options: { outfile: { type: 'string' }, metafile: { type: 'string' } } });

const { metafile } = await build({
  absWorkingDir: join(import.meta.dirname, '../..'),
  entryPoints: ['src/cli/cli.ts'],
  outfile: values.outfile ?? 'dist/sparkctl.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  keepNames: true,
  logLevel: 'warning',
  metafile: true,
  plugins: [leanLibraries],
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
});
if (values.metafile !== undefined) writeFileSync(values.metafile, JSON.stringify(metafile));
