/** Makes sure that Debian packages are installed, or says which are missing and how to install them. */
import { lockFile } from './cache.ts';
import { withFileLock } from './file-lock.ts';
import type { Progress } from './progress.ts';
import { capture, CommandError, run } from './run.ts';

/**
 * Installs those of the packages that are missing.
 *
 * Fails: when this is not Debian (or a system with its tools), or when something is missing and we are not root.
 */
export async function ensureDebianPackages(packages: readonly string[], progress: Progress): Promise<void> {
  if ((await missingPackages(packages)).length === 0) return;
  await withFileLock(lockFile('debian-packages'), async () => {
    const missing = await missingPackages(packages);
    if (missing.length === 0) return;
    if (process.getuid?.() !== 0) {
      throw new Error(
        `Debian packages are missing: ${missing.join(' ')}. Install them as root:\n  ${remedy(missing)}`,
      );
    }
    await progress.step(`install ${missing.join(' ')}`, () => install(missing));
  });
}

function remedy(missing: readonly string[]): string {
  return `apt-get update && apt-get install --no-install-recommends ${missing.join(' ')}`;
}

async function missingPackages(packages: readonly string[]): Promise<readonly string[]> {
  const installed = await installedPackages(packages);
  return packages.filter((name) => !installed.has(name));
}

async function installedPackages(packages: readonly string[]): Promise<ReadonlySet<string>> {
  // dpkg-query fails when it knows nothing of one of the names; what it says of the others still counts.
  const query = `dpkg-query --show --showformat='\${Package} \${db:Status-Status}\\n' "$@" 2>/dev/null || true`;
  const known = await capture([
    'sh',
    '-c',
    `command -v dpkg-query >/dev/null || exit 9; ${query}`,
    'sh',
    ...packages,
  ]).catch((cause: unknown) => {
    if (!(cause instanceof CommandError)) throw cause;
    throw new Error(
      `this system has no dpkg-query, so it cannot be seen whether it has what these Debian packages hold: ${packages.join(' ')}. Use Debian 12 or later, or Ubuntu.`,
      { cause },
    );
  });
  const lines = known.split('\n').map((line) => line.split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name ?? ''));
}

async function install(missing: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // Somebody else may hold apt's own lock, for example unattended upgrades.
  const aptGet = ['apt-get', '--quiet', '--option', 'DPkg::Lock::Timeout=600'];
  await run([...aptGet, 'update'], { env });
  await run([...aptGet, 'install', '--yes', '--no-install-recommends', ...missing], { env });
}
