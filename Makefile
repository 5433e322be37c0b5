# The two commands of the README are `make run` and `make test`; the rest are their parts.
# Needs git, make, python3 (3.11 or newer) and python3-venv; everything else is installed into .venv from the lock.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check tests lint lock notices clean

ifdef PROVINCE
CONFIG ?= province-$(PROVINCE)
run: .venv/.runtime
	@test -f $(CONFIG)/province.toml || $(BIN)/diembao init $(CONFIG) --province $(PROVINCE)
	@$(BIN)/diembao run --once --config $(CONFIG)
	@$(BIN)/diembao digest day --config $(CONFIG)
	@$(BIN)/diembao serve --config $(CONFIG)
else
run: .venv/.runtime
	@$(BIN)/diembao demo
endif

# The tests make their servers, disks and documents themselves; the few Debian packages they use are installed
# where we are root, else named.
test: .venv/.dev
	@scripts/system-packages
	@$(MAKE) --no-print-directory check tests

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: .venv/.dev
	$(BIN)/pytest

lock:
	scripts/lock

# Each stamp is as new as the lock it was installed from, so a second run installs nothing.
.venv/.runtime: requirements.txt pyproject.toml
	@scripts/install requirements.txt $@

.venv/.dev: requirements-dev.txt pyproject.toml
	@scripts/install requirements-dev.txt $@

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

notices: .venv/.dev
	$(BIN)/python scripts/notices.py
