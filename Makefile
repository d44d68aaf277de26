# Everything runs in .venv, which is set up on first use and again when the pins change.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test soak check lint types bench clean

.venv/ready: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: .venv/ready  ## harvest a small council that runs on this machine, no network needed
	$(BIN)/harvester demo

test: .venv/ready  ## all tests; the first time it looks for a browser, or installs one
	sh tests/browser/install.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal

SEEDS ?= 1 2 3
soak: .venv/ready  ## a year of nights with faults and kills, several seeds, and 100 kills; hours
	$(BIN)/python -m tests.soak --town herne $(SEEDS:%=--seed %)
	$(BIN)/python -m tests.soak --town bochum $(SEEDS:%=--seed %)
	HARVESTER_KILLS=100 $(BIN)/python -m pytest -n 2 --timeout 3600 -m "long or not long" tests/crawl/test_truth.py tests/standin/test_living_bochum.py tests/replay/test_replay_kill.py tests/archive/test_migration_kill.py tests/archive/test_merge_as_one.py

check: lint types test  ## what CI runs

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

bench: .venv/ready  ## ratios against floors; writes bench/results.md
	$(BIN)/python -m bench

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
