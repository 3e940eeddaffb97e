#!/bin/sh
# What the tests need from the machine: Chromium, Node and npm, an SMS gateway with a fake network behind it, a reader of
# PDF, and letters for six scripts.
# Installed by apt where we are root on Debian or Ubuntu; else one line says what to install.
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -x /usr/sbin/bearerbox ] || missing="$missing kannel"
[ -x /usr/lib/kannel/test/fakesmsc ] || missing="$missing kannel-extras"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing fonts-noto-core >/dev/null && exit 0
fi
echo "The tests need these installed:$missing. On Debian or Ubuntu: sudo apt-get install$missing" >&2
exit 1
