# Everything a newcomer runs. Needs GNU make, Python 3.11 and a package index; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install install-dev machine run serve test torture check format bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.runtime ## create .venv with the locked runtime packages

$(VENV)/.runtime: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

install-dev: $(VENV)/.dev

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# The tests drive the system's Chromium, read PDFs back, and have system calls fail through strace; what of it is
# missing is installed where we may.
MACHINE := chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils strace
machine:
	@dpkg-query --show $(MACHINE) >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(MACHINE); }

run: install ## the real thing with the demo county on http://127.0.0.1:8000
	$(BIN)/python -m timebank demo
	$(BIN)/gunicorn --config gunicorn.conf.py wsgi:app

serve: install ## the book that is in TIMEBANK_HOME, real or demo, as it is
	$(BIN)/gunicorn --config gunicorn.conf.py wsgi:app

test: install-dev machine ## every test
	$(BIN)/python -m pytest -n auto --dist loadfile

torture: install-dev machine ## faults made in earnest, for half an hour or more; prints what came of each
	$(BIN)/python -m torture

check: install-dev ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install-dev ## rewrite the sources in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install-dev ## measure, each figure beside its limit or peer
	$(BIN)/python -m bench

lock: install-dev ## renew both lock files from the .in files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade requirements-dev.in -o requirements-dev.txt

clean: ## remove the environment and caches, never the data in var/
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
