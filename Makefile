# `make help` lists what there is. Needs make and Python 3.11 or newer, nothing else.

# The newest that can make an environment, else the newest; name another with `make PYTHON=/path/to/python3 …`. A name in
# PATH may have nothing behind it, so usual places are looked at too.
PYTHON ?= $(shell for needed in ensurepip sys; do for v in 3.14 3.13 3.12 3.11 3; do \
	for p in python$$v /usr/local/bin/python$$v /usr/bin/python$$v /opt/homebrew/bin/python$$v; do \
	"$$p" -c "import sqlite3, ssl, sys, $$needed; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo "$$p" && exit; \
	done; done; done; echo no-python)

# Every start would compile the whole project anew.
unexport PYTHONDONTWRITEBYTECODE

ENV := .venv/bin
PYTEST = $(ENV)/python -m pytest $(ARGS)
FAMILY = $(ENV)/python .ci/family.py
SEEDS ?= all

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-slow soak simulate mutants faults bench check format lock baseline clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## make the environment (.venv) from the lock, with the command .venv/bin/hub in it
	@$(call python,.ci/environment.py)

install-dev:
	@$(call python,.ci/environment.py --dev)

run: install ## everything on this machine: hub, simulated agencies, sample traffic; Ctrl-C stops it
	@HUB_SFTP_PORT=$${HUB_SFTP_PORT:-8022} exec $(ENV)/hub run --sandbox $(ARGS)

test: install-dev ## unit, contract, integration and acceptance tests, with coverage (15 minutes)
	@$(FAMILY) test $(ARGS)

test-slow: install-dev ## browser, cluster, bare Debian, large rooms on PostgreSQL, one seed of every fault (30 minutes)
	@$(FAMILY) slow $(ARGS)

soak: install-dev ## all of every campaign: properties, seeds, combinations of which the tests run a sample (hours)
	@$(FAMILY) soak $(ARGS)

simulate: install-dev ## worlds of a seed each, that break everything in thousands of orders; SEEDS=10000
	@$(ENV)/python -m tests.simulation $(if $(filter-out all,$(SEEDS)),--seeds $(SEEDS)) $(ARGS)

mutants: install-dev ## change one thing of the source at a time, 150 of them, and say which nobody minds (hours)
	@$(ENV)/python -m tests.mutation $(ARGS)

faults: install-dev ## break everything on purpose (at most 45 minutes); FAULT=4 SEEDS=500 for more of one
	@$(PYTEST) tests/faults -m faults $(if $(FAULT),--fault $(FAULT)) --seeds $(SEEDS) --timeout 3600

bench: install-dev ## measure against the floor, on a real PostgreSQL and RabbitMQ
	@$(ENV)/python -m tests.benchmarks $(ARGS)

check: install-dev ## every check of style, types, imports and dependencies
	@$(if $(ARGS),$(ENV)/python .ci/checks.py $(ARGS),$(FAMILY) check)

format: install-dev ## format the code
	@$(ENV)/ruff format --quiet && $(ENV)/ruff check --fix --quiet --exit-zero

lock: install-dev ## write both locks anew from pyproject.toml, with hashes; ARGS=--upgrade takes newer releases
	@$(ENV)/uv pip compile $(LOCK) $(ARGS) --group dev pyproject.toml -o requirements-dev.lock
	@$(ENV)/uv pip compile $(LOCK) $(ARGS) -c requirements-dev.lock pyproject.toml -o requirements.lock

baseline: install-dev ## write the first migration anew from the tables; after a change of one, or a conflict in it
	@PYTHONPATH=. $(ENV)/python .ci/baseline.py

clean: ## remove the environment and all caches; data stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage

LOCK = --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

define python
if [ "$(PYTHON)" = no-python ]; then \
	echo "Python 3.11 or newer is needed (Debian, Ubuntu: apt-get install python3); or name one: make PYTHON=/path/to/python3" >&2; \
	exit 1; fi; $(PYTHON) $(1)
endef
