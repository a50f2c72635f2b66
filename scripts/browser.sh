#!/bin/sh
# Leaves a usable Chromium behind: one that is there, else Playwright's, else the system's, else the one on npm.
set -eu

cache="${XDG_CACHE_HOME:-$HOME/.cache}/backline-chromium"

there() {
  [ -n "${BACKLINE_CHROMIUM:-}" ] || [ -x "$cache/chromium" ] && return 0
  for name in chromium chromium-browser google-chrome-stable google-chrome microsoft-edge; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

there && exit 0
python -m playwright install chromium && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core && exit 0
fi

if command -v npm >/dev/null; then
  mkdir -p "$cache"
  cd "$cache"
  npm install --no-save --ignore-scripts --no-audit --no-fund --prefix "$cache" @sparticuz/chromium
  TMPDIR="$cache" node --input-type=module \
    -e "await (await import('@sparticuz/chromium')).default.executablePath()"
  there && exit 0
fi

echo "no Chromium could be installed: set BACKLINE_CHROMIUM=/path/to/chrome" >&2
exit 1
