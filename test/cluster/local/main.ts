/** The command `npm run cluster`: a real Kubernetes on this machine, which leaves nothing behind. */
import { parseCommandLine, USAGE, UsageError } from './command-line.ts';
import { runCommand } from './commands.ts';
import { errorText } from './error-text.ts';
import { reportProgress } from './progress.ts';

try {
  process.exitCode = await runCommand(parseCommandLine(process.argv.slice(2)), reportProgress());
} catch (error) {
  console.error(errorText(error));
  if (error instanceof UsageError) console.error(`\n${USAGE}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
