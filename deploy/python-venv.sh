#!/bin/sh
# Debian and Ubuntu ship Python without its venv module. Installed by apt where we are root; else one line says what to install.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null && exit 0
fi
echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
exit 1
