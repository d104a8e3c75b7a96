/** What Maven's test runs left behind, counted. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds up the reports in the folder. A report that cannot be read counts as one failed test. */
export async function countTests(folder: string): Promise<TestCount> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((name) => name.endsWith('.xml'))) {
    const report = parseReport(await readFile(join(folder, file), 'utf8'));
    total.passed += report.passed;
    total.failed += report.failed;
    total.skipped += report.skipped;
  }
  return total;
}

/** Reads the counts that stand in the attributes of a report's `testsuite` element. */
export function parseReport(xml: string): TestCount {
  const suite = /<testsuite\s[^>]*>/.exec(xml)?.[0];
  if (suite === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const count = (name: string): number => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed, skipped };
}
