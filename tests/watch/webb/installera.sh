#!/bin/sh
# Installs what tests/watch/webb needs, in the folder that is named: Playwright's driver and axe-core, and Debian's
# Chromium for the whole machine unless KANSLI_CHROMIUM names another.
#   tests/watch/webb/installera.sh MAPP
set -eu
cache=$1
if [ -z "${KANSLI_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
fi
mkdir -p "$cache"
wanted="playwright-core@1.64.1 axe-core@4.14.1"
if [ "$(cat "$cache/installerat" 2>/dev/null)" != "$wanted" ]; then
    # shellcheck disable=SC2086
    npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$cache" $wanted
    echo "$wanted" >"$cache/installerat"
fi
