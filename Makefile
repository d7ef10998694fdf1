# 闽审 MinShen. `make demo` and `make test` do all the set-up they need; both are safe to run twice.
CASES ?= 48
AREAS ?= fuzhou,pingtan
ARGS  ?=
PY    := .venv/bin/python
PYTEST := $(PY) -m pytest

.PHONY: help setup demo serve test test-long check lint points certify peers bench bench-steady bench-long bench-hostile doctor lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## virtual environment, locked dependencies, browser, fonts, OCR models
	@tools/setup.sh product

demo: setup ## work through simulated cases with a real browser and real OCR (CASES= AREAS= ARGS=)
	@$(PY) runner.py demo --cases $(CASES) --areas $(AREAS) $(ARGS)

serve: setup ## the clerks' console
	@$(PY) runner.py serve $(ARGS)

test: ## set up, check the house rules, run the tests (under 25 minutes on 2 cores)
	@tools/setup.sh test
	@$(MAKE) --no-print-directory check
	$(PYTEST) -n 2 $(ARGS)

test-long: ## the long tests: 300 random kills over 300 cases
	@tools/setup.sh test
	$(PYTEST) -m long --timeout 0 -p no:randomly -s $(ARGS)

check: ## formatting, types, import directions, scenario files and their examples
	$(PY) -m ruff check .
	$(PY) -m mypy .
	$(PY) -m importlinter.cli lint
	$(PY) runner.py lint
	$(PY) runner.py test-points

certify: setup ## compare the robot with the simulator's truth and write certificates for the demo
	@$(PY) -m benchmarks.certify $(ARGS)

peers: ## other rule engines and readers in environments of their own, for the benchmarks
	@tools/peers.sh

bench: setup peers ## the README's table: reading, other programs' papers, the engine, replay, beside their peers
	@$(PY) -m benchmarks.ocr $(ARGS)
	@$(PY) -m benchmarks.found_pictures $(ARGS)
	@$(PY) -m benchmarks.foreign $(ARGS)
	@$(PY) -m benchmarks.engine $(ARGS)
	@$(PY) -m benchmarks.edits $(ARGS)
	@$(PY) -m benchmarks.replay $(ARGS)

bench-steady: setup ## 5,000 pages through one reader: does its memory grow?
	@$(PY) -m benchmarks.steady $(ARGS)

bench-hostile: setup ## hostile files and 100,000 mutations: no crash, no hang, nothing approved
	@$(PY) -m benchmarks.hostile --mutations 100000 --reviews 150 $(ARGS)

bench-long: setup peers ## the law of information in 1,000,000 trials; 30,000 tampered cases
	@$(PY) -m benchmarks.information $(ARGS)
	@$(PY) -m benchmarks.tampered $(ARGS)

doctor: setup ## what is wrong on this machine, and how to mend it
	@$(PY) runner.py doctor

lock: ## renew the locked dependencies (needs uv)
	@tools/lock.sh

clean: ## remove the virtual environment and everything a run left behind
	rm -rf .venv .venv-peers .venv-peers-ocr var .mypy_cache .ruff_cache .pytest_cache .hypothesis
