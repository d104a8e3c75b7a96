/** `run-tier.ts COMMAND…`: an API server, COMMAND in its network with Helm at hand, and nothing left behind. */
import { DEFAULT_OPTIONS } from '../cluster/local/cluster-layout.ts';
import { runCommand } from '../cluster/local/commands.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { helmProgram } from '../cluster/local/kubernetes-programs.ts';
import { reportProgress } from '../cluster/local/progress.ts';

const progress = reportProgress();

try {
  // Inside, nothing can be downloaded any more.
  await helmProgram(progress);
  const options = { ...DEFAULT_OPTIONS, name: 'test-api', mode: 'api' as const };
  const rest = [process.execPath, ...process.argv.slice(2)];
  process.exitCode = await runCommand({ options, words: [], rest }, progress);
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
}
