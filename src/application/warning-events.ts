import type { SparkApplication } from '../api/spark-application.ts';
import { violationLines, type Violation } from '../api/violation.ts';
import { ignoredSettings, unnamedAccount } from '../submission/application-warnings.ts';
import { unknownVersion } from '../submission/unfit-spark-version.ts';
import { eventAction, type Action } from './action.ts';

/** What people are warned of, by the reason of the Event. A mode that nobody asked for has one of its own. */
const WARNINGS: Readonly<Record<string, (application: SparkApplication) => readonly Violation[]>> = {
  SparkPropertiesIgnored: ignoredSettings,
  SparkVersionUnknown: unknownVersion,
  SparkAccountUnnamed: unnamedAccount,
};

/** An Event for each kind of warning about an application that runs all the same; one for all that are of a kind. */
export function warningEvents(application: SparkApplication): readonly Action[] {
  return Object.entries(WARNINGS).flatMap(([reason, warningsOf]) => {
    const found = warningsOf(application);
    return found.length === 0 ? [] : [eventAction('Warning', reason, violationLines(found))];
  });
}
