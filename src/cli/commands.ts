import type { Command } from './command.ts';

/**
 * A command that is not loaded yet.
 *
 * Guarantees: what `--help` and completion show of it costs nothing: neither its schemas nor its libraries are read.
 */
export interface ListedCommand {
  /** What people write behind `sparkctl`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Reads its program. In the bundle that is the same file, whose parts are run only when they are asked for. */
  load(): Promise<Command>;
}

/**
 * Every command, in the order of `--help`: what begins applications, what shows them, what changes them, what ends them;
 * then what needs no application in a cluster. Each is loaded only where it is run, so that none waits for another's
 * libraries.
 */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'submit',
    summary: 'submit an application, with the flags of spark-submit',
    load: async () => (await import('./submit/submit.ts')).submit,
  },
  {
    name: 'create',
    summary: 'check the applications of a file and create them',
    load: async () => (await import('./create.ts')).create,
  },
  {
    name: 'list',
    summary: 'list applications',
    load: async () => (await import('./list.ts')).list,
  },
  {
    name: 'status',
    summary: 'show how an application is, and what stands in its way',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'executors',
    summary: 'show the executors of an application, with states, ages and reasons',
    load: async () => (await import('./executors.ts')).executors,
  },
  {
    name: 'events',
    summary: 'show the Events of an application and its pods',
    load: async () => (await import('./events.ts')).events,
  },
  {
    name: 'follow',
    summary: 'follow an application to its end: state, executors, events, log of the driver',
    load: async () => (await import('./follow/follow.ts')).follow,
  },
  {
    name: 'logs',
    summary: 'print the log of the driver, or of an executor',
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'ui',
    summary: "show Spark's own pages of an application that runs",
    load: async () => (await import('./ui.ts')).ui,
  },
  {
    name: 'wait',
    summary: 'wait until an application has ended, or runs',
    load: async () => (await import('./wait.ts')).wait,
  },
  {
    name: 'scale',
    summary: 'change the number of executors of an application, also while it runs',
    load: async () => (await import('./scale.ts')).scale,
  },
  {
    name: 'suspend',
    summary: 'end what runs of an application, until it is resumed',
    load: async () => (await import('./suspension.ts')).suspend,
  },
  {
    name: 'resume',
    summary: 'let a suspended application begin',
    load: async () => (await import('./suspension.ts')).resume,
  },
  {
    name: 'rerun',
    summary: 'begin an application anew',
    load: async () => (await import('./rerun.ts')).rerun,
  },
  {
    name: 'kill',
    summary: 'end applications and delete them, by names with * and ?',
    load: async () => (await import('./kill.ts')).kill,
  },
  {
    name: 'delete',
    summary: 'delete applications with all they have',
    load: async () => (await import('./delete.ts')).remove,
  },
  {
    name: 'render',
    summary: 'print every object that the operator would create, without a cluster',
    load: async () => (await import('./render.ts')).render,
  },
  {
    name: 'validate',
    summary: 'say all that is wrong with applications, without a cluster',
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'doctor',
    summary: 'say what keeps applications from running, and what to do about it',
    load: async () => (await import('./doctor/doctor.ts')).doctor,
  },
  {
    name: 'ping',
    summary: 'ask the operator of a namespace for a sign of life',
    load: async () => (await import('./ping.ts')).ping,
  },
  {
    name: 'crds',
    summary: 'bring the CustomResourceDefinitions of the cluster up to date',
    load: async () => (await import('./crds.ts')).crds,
  },
  {
    name: 'completion',
    summary: 'complete commands, flags and names in bash, zsh and fish',
    load: async () => (await import('./completion.ts')).completionOf(() => COMMANDS),
  },
];
