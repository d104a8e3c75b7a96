import { unreachable } from '../unreachable.ts';
import { eventAction, type Action } from './action.ts';
import type { AttemptNews } from './attempt-records.ts';
import type { Observed } from './observed.ts';
import type { Transition } from './status.ts';

/** The Events of entering a state, with the reasons that existing tools match on. */
export function eventsFor(
  { state, errorMessage = '', news }: Transition,
  observed: Observed,
): readonly Action[] {
  const { name } = observed.application.metadata;
  switch (state) {
    case 'RUNNING':
      return [eventAction('Normal', 'SparkDriverRunning', `the driver of ${name} runs`)];
    case 'SUCCEEDING':
      return [eventAction('Normal', 'SparkDriverCompleted', `the driver of ${name} ended with exit code 0`)];
    case 'FAILING':
      return [eventAction('Warning', failureReason(news), errorMessage)];
    case 'UNKNOWN':
      return [
        eventAction('Warning', 'SparkDriverUnknown', `the node of the driver of ${name} does not answer`),
      ];
    case 'COMPLETED':
      return [eventAction('Normal', 'SparkApplicationCompleted', `${name} completed`)];
    case 'FAILED':
      return [eventAction('Warning', 'SparkApplicationFailed', errorMessage)];
    case 'PENDING_RERUN':
      return [eventAction('Normal', 'SparkApplicationPendingRerun', `another attempt to run ${name} begins`)];
    case 'INVALIDATING':
      return [
        eventAction('Normal', 'SparkApplicationSpecChanged', `${name} begins anew: its spec has changed`),
      ];
    case 'SUSPENDING':
      return [eventAction('Normal', 'SparkApplicationSuspending', `${name} is being suspended`)];
    case 'SUSPENDED':
      return [eventAction('Normal', 'SparkApplicationSuspended', `${name} is suspended`)];
    case 'RESUMING':
      return [eventAction('Normal', 'SparkApplicationResuming', `${name} goes on, from its beginning`)];
    case '':
    case 'SUBMITTED':
    case 'SUBMISSION_FAILED':
      return [];
    default:
      return unreachable(state);
  }
}

/** What is known of the driver more exactly has a reason of its own. */
function failureReason(news: AttemptNews | undefined): string {
  const reason = news?.kind === 'ended' ? (news.failure?.reason ?? '') : '';
  return reason.startsWith('Driver') ? `Spark${reason}` : 'SparkDriverFailed';
}
