#!/bin/sh
# Makes a Chromium available to the browser tests. Never fails: without one they are skipped.
cd "$(dirname "$0")/../.." || exit 0
python=.venv/bin/python
[ -x "$python" ] || python=python3

found() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    "$python" - >/dev/null 2>&1 <<'EOF'
import os
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    raise SystemExit(not os.access(playwright.chromium.executable_path, os.X_OK))
EOF
}

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq chromium >/dev/null 2>&1
fi
found && exit 0
"$python" -m playwright install chromium >/dev/null 2>&1
found && exit 0
echo "No Chromium could be installed; the browser tests will be skipped (tests/browser/install.sh)."
exit 0
