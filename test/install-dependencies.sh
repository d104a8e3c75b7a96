#!/bin/sh
# Installs the npm packages of the lock file if they are missing or older than it. Runs on any POSIX shell and Node 20+.
set -eu
cd "$(dirname "$0")/.."

# npm writes this file last, so it tells a complete installation from an interrupted one.
stamp=node_modules/.package-lock.json

is_current() {
  [ -f "$stamp" ] && [ -z "$(find package-lock.json -newer "$stamp")" ]
}

install() {
  is_current && return
  echo 'installing npm packages …' >&2
  # Not `npm ci`: it refuses a lock file from a registry that lacks binaries of foreign platforms.
  npm install --no-audit --no-fund --no-save --loglevel=error >&2
  touch "$stamp"
}

is_current && exit 0
if command -v flock >/dev/null 2>&1; then
  # Two commands started at once must not both write into node_modules.
  mkdir -p node_modules
  exec 9>node_modules/.installing.lock
  flock 9
fi
install
