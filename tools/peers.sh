#!/usr/bin/env bash
# Programs that the benchmarks run beside ours, away from the product: rule engines in .venv-peers, other
# readers of pictures in .venv-peers-ocr, Tesseract from the system's packages.
# Safe to run again: what is installed already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

say() { printf '[准备] %s\n' "$*"; }
stop() { printf '[准备] 未完成:%s\n' "$*" >&2; exit 3; }

environment() { # environment <folder> <lock file> <what it is>: skipped when the same file was installed before
    local stamp=$1/.installed-$(basename "$2")
    if [ -f "$stamp" ] && cmp -s "$2" "$stamp"; then return; fi
    say "安装用于对比的$3 $1(首次约 1–3 分钟)"
    "$python" -m venv --clear "$1"
    "$1/bin/python" -m pip install --disable-pip-version-check --no-input --quiet --require-hashes --no-deps \
        -r "$2" || stop "下载失败,请检查网络后重试"
    cp "$2" "$stamp"
}
environment .venv-peers requirements/peers.lock 规则引擎
environment .venv-peers-ocr requirements/peers-ocr.lock OCR

if ! command -v tesseract > /dev/null || ! tesseract --list-langs 2> /dev/null | grep -qx chi_sim; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
        say "安装用于对比的 Tesseract(系统组件)"
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            tesseract-ocr tesseract-ocr-chi-sim; } > /dev/null 2>&1 \
            || say "Tesseract 未能安装,对比时将跳过它。可执行:apt-get install tesseract-ocr tesseract-ocr-chi-sim"
    else
        say "没有 Tesseract,对比时将跳过它。请管理员执行:apt-get install tesseract-ocr tesseract-ocr-chi-sim"
    fi
fi
