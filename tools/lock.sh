#!/usr/bin/env bash
# Renew the locked dependencies with their hashes. Needs uv on the PATH (or UV=path).
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    "${UV:-uv}" pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links --quiet "$@"
}
compile pyproject.toml -o requirements/product.lock
compile pyproject.toml --group dev -c requirements/product.lock -o requirements/test.lock
compile --no-deps requirements/models.in -o requirements/models.lock
compile requirements/peers.in -o requirements/peers.lock
compile --override requirements/peers-ocr.overrides requirements/peers-ocr.in -o requirements/peers-ocr.lock
