#!/bin/sh
# Leaves a usable Chromium behind: one that is there, else Playwright's, else the system's, else the one on npm.
# Before that, on Debian as root, what shows it in a real window and types into it, for the tests of scanners.
set -eu

cache="${XDG_CACHE_HOME:-$HOME/.cache}/backline-chromium"

all_there() {
  for name in "$@"; do
    command -v "$name" >/dev/null 2>&1 || return 1
  done
}

may_install() { all_there apt-get && [ "$(id -u)" = 0 ]; }

install() { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; }

there() {
  [ -n "${BACKLINE_CHROMIUM:-}" ] || [ -x "$cache/chromium" ] && return 0
  for name in chromium chromium-browser google-chrome-stable google-chrome microsoft-edge; do
    all_there "$name" && return 0
  done
  return 1
}

if ! all_there Xvfb xdotool setxkbmap; then
  if may_install; then
    install xvfb xdotool x11-xkb-utils xkb-data
  else
    echo "the tests of scanners need Xvfb, xdotool and setxkbmap: install xvfb, xdotool, x11-xkb-utils and xkb-data" >&2
  fi
fi

there && exit 0
python -m playwright install chromium && exit 0

if may_install; then
  install chromium fonts-dejavu-core && exit 0
fi

if all_there npm; then
  mkdir -p "$cache"
  cd "$cache"
  npm install --no-save --ignore-scripts --no-audit --no-fund --prefix "$cache" @sparticuz/chromium
  TMPDIR="$cache" node --input-type=module \
    -e "await (await import('@sparticuz/chromium')).default.executablePath()"
  there && exit 0
fi

echo "no Chromium could be installed: set BACKLINE_CHROMIUM=/path/to/chrome" >&2
exit 1
