# Everything runs in .venv, which is set up on first use and again when the pins change.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check lint types bench clean

.venv/ready: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: .venv/ready  ## harvest a small council that runs on this machine, no network needed
	$(BIN)/harvester demo

test: .venv/ready  ## all tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

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
