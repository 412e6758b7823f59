# `make demo` and `make test` set up everything they need in .venv; nothing else on the machine is used.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

.PHONY: install browser demo test test-reliability pictures catalogues check bench lint format lock

install: $(READY)

# The lock holds exact versions with hashes and no download addresses; the project itself is added last, editable.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Consulta needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: install
	$(BIN)/python -m sandbox

# The browser of tests/browser, where the machine has none.
browser: install
	tests/browser/install-chromium

# The tests of a file stay together: some share a running product. Three at a time, as they wait for processes much of
# their time. With CONSULTA_TEST_PAIRS=both the slow ones run on both databases and by both of Slack's ways, instead of on
# one of them.
test: install browser
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# The promises of docs/reliability.md: a little of each, or with FULL=1 all of it, which takes up to 90 minutes and
# writes the table. One after the other: each has the machine for itself.
test-reliability: install
	CONSULTA_TEST_PAIRS=both $(if $(FULL),CONSULTA_RELIABILITY=full CONSULTA_RELIABILITY_TABLE=docs/reliability-table.md) \
	    $(BIN)/python -m pytest -p no:randomly tests/reliability

# The pictures of docs/pictures, from the running product.
pictures: install browser
	$(BIN)/python -m tests.browser.pictures

# The catalogues of patients' languages, from what the code says; translate what is new in bot/locales, and run it again.
catalogues: install
	$(BIN)/python -m tests.locales.catalogues

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

# Takes some minutes, and writes bench/results.md.
bench: install
	$(BIN)/python -m bench

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes requirements.lock anew from pyproject.toml; `uv` must be on the PATH.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --output-file requirements.lock
