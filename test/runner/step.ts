/** One step of `npm test`: a command, and how to count what it tested. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** A file in which jest leaves its result; without one the step counts as one test that passes or fails. */
  readonly result?: string;
  /** Only where real containers can run. */
  readonly needsRoot?: boolean;
}

/** What a step, or all of them, came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };

export function plus(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The line that ends `npm test`. */
export function summaryLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * What a step that ended with `exitCode` counts: jest's own figures where it left any; a suite that could not even
 * run is a failure, too.
 */
export function countOf(exitCode: number, jestResult: JestResult | undefined): Count {
  if (jestResult === undefined) return { ...NOTHING, [exitCode === 0 ? 'passed' : 'failed']: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = jestResult;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests,
  };
}

/** The part of jest's `--json` output that is read. */
export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}
