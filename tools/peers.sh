#!/usr/bin/env bash
# Other rule engines in .venv-peers, away from the product: the benchmarks run them side by side with ours.
# Safe to run again: what is installed already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.venv-peers/.installed-peers.lock
if [ -f "$stamp" ] && cmp -s requirements/peers.lock "$stamp"; then exit 0; fi
printf '[准备] 安装用于对比的规则引擎 .venv-peers(首次约 1 分钟)\n'
"${PYTHON:-.venv/bin/python}" -m venv --clear .venv-peers
.venv-peers/bin/python -m pip install --disable-pip-version-check --no-input --quiet --require-hashes --no-deps \
    -r requirements/peers.lock || { printf '[准备] 未完成:下载失败,请检查网络后重试\n' >&2; exit 3; }
cp requirements/peers.lock "$stamp"
