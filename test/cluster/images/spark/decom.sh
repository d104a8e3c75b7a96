#!/bin/bash
# Runs when a pod of an executor is asked to stop: tells the executor to hand on its blocks, and waits a minute for it.
set -eu
executor=$(pgrep --oldest --exact java) || exit 0
kill -s PWR "$executor"
timeout 60 tail --pid="$executor" --follow /dev/null || echo "the executor is still at work after 60 s" >&2
