import { applicationsListed } from './listed-applications.ts';
import { withCluster } from './cluster.ts';
import { EXIT, UsageError, type Command, type Terminal } from './command.ts';
import type { ListedCommand } from './commands.ts';

const USAGE = `Usage: sparkctl completion SHELL

Prints what makes a shell complete commands, flags and names of applications.

Examples:
  source <(sparkctl completion bash)
  source <(sparkctl completion zsh)
  sparkctl completion fish | source

Exit codes: 0 printed, 2 there is no completion for this shell.
`;

/** Asks for the candidates of the last of the words behind it; the scripts call it. */
const CANDIDATES = 'candidates';

/** What a shell has to run, by its name; `sparkctl completion candidates WORD...` knows the rest. */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  [
    'bash',
    `_sparkctl() {
  mapfile -t COMPREPLY < <(sparkctl completion ${CANDIDATES} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _sparkctl sparkctl
`,
  ],
  [
    'zsh',
    `_sparkctl() {
  compadd -- \${(f)"$(sparkctl completion ${CANDIDATES} "\${words[@]:1:$((CURRENT - 1))}" 2>/dev/null)}"
}
compdef _sparkctl sparkctl
`,
  ],
  [
    'fish',
    `complete --command sparkctl --no-files \\
  --arguments '(sparkctl completion ${CANDIDATES} (commandline --tokenize --cut-at-cursor)[2..] (commandline --current-token) 2>/dev/null)'
`,
  ],
]);

/**
 * Gives shells what they need to complete words of sparkctl.
 *
 * Guarantees: a cluster that cannot be reached completes nothing, and says nothing either: somebody is typing.
 *
 * @param commands every command there is, this one among them
 */
export function completionOf(commands: () => readonly ListedCommand[]): Command {
  return {
    usage: USAGE,
    hasOwnWords: true,
    async run([shell = '', ...words], terminal) {
      if (shell === CANDIDATES) {
        const found = await candidates(words, commands(), terminal);
        terminal.print(found.map((word) => `${word}\n`).join(''));
        return EXIT.done;
      }
      const script = SCRIPTS.get(shell);
      if (script === undefined) throw new UsageError(`it takes bash, zsh or fish, not "${shell}"`);
      terminal.print(script);
      return EXIT.done;
    },
  };
}

/** What the last of the words could become: a command, a flag of the command, or the name of an application. */
async function candidates(
  words: readonly string[],
  commands: readonly ListedCommand[],
  terminal: Terminal,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? '';
  const begins = (word: string): boolean => word.startsWith(last);
  if (words.length < 2) return commands.map(({ name }) => name).filter(begins);
  const command = await commands.find(({ name }) => name === words[0])?.load();
  if (command === undefined) return [];
  if (last.startsWith('-')) return flagsOf(command).filter(begins);
  return takesApplication(command) ? (await namesOf(words, terminal)).filter(begins) : [];
}

/** As the help of the command writes them. */
const flagsOf = ({ usage }: Command): readonly string[] => [
  ...new Set(usage.match(/(?<=[\s,])--[a-z][a-z-]*/gu)),
];

const takesApplication = ({ usage }: Command): boolean => /^Usage: sparkctl \S+ APP/u.test(usage);

/** In the cluster and the namespace that the words before choose. */
async function namesOf(words: readonly string[], terminal: Terminal): Promise<readonly string[]> {
  const choice = {
    namespace: valueBehind(words, '-n', '--namespace'),
    context: valueBehind(words, '--context'),
    kubeconfig: valueBehind(words, '--kubeconfig'),
  };
  try {
    return await withCluster(choice, terminal, async (cluster) => {
      const found = await applicationsListed({ 'all-namespaces': false }, cluster);
      return found.map(({ metadata }) => metadata.name);
    });
  } catch {
    return [];
  }
}

/** The value of a flag, in either of its forms; undefined where it was not given. */
function valueBehind(words: readonly string[], ...flags: readonly string[]): string | undefined {
  const at = words.findIndex((word) => flags.includes(word));
  if (at >= 0) return words[at + 1];
  const joined = words.find((word) => flags.some((flag) => word.startsWith(`${flag}=`)));
  return joined?.slice(joined.indexOf('=') + 1);
}
