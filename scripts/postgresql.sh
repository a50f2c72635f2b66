#!/bin/sh
# Leaves Debian's own PostgreSQL behind, where it may be installed: the tests of search and of order try it, with the
# locales it has, beside the newer one that the tests bring along. Without it they say what they skip.
set -eu

command -v pg_lsclusters >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends postgresql && exit 0
fi
echo "Debian's PostgreSQL is not here: the tests that want it as well are skipped" >&2
