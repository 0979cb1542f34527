# Everything a checkout needs is made here; `make` alone lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
DIFFERS := tests/tools/differs
MDX := tests/tools/mdx
PEERS := tests/tools/peers
SITE := tests/tools/site
DEMO_OUT ?= demo
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check lint types layers format bench bundled transcripts pictures mistakes generators difftools goldens dist upgrade clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(DEMO)/.installed ## the main job on the bundled catalog: no key, no network
	@sh scripts/demo.sh $(DEMO)/venv/bin/oxspec $(DEMO_OUT)

test: $(VENV)/.installed ## the tests that need Python alone
	$(BIN)/pytest -n $(JOBS) -m 'not tools'

test-all: test $(DIFFERS)/node_modules $(MDX)/node_modules $(PEERS)/node_modules $(SITE)/node_modules ## and those that need Node and Chromium
	$(BIN)/pytest -n $(JOBS) -m tools

check: lint types layers ## lint, types and layers

lint: $(VENV)/.installed ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/basedpyright

layers: $(VENV)/.installed ## imports point down
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed ## let ruff mend and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.installed ## ratios beside other tools, measured side by side
	$(BIN)/python tests/bench/bench.py

bundled: $(VENV)/.installed ## make the bundled catalog: make bundled CATALOG=file.json
	@test -n "$(CATALOG)" || { echo "say which: make bundled CATALOG=file.json" >&2; exit 2; }
	$(BIN)/python scripts/bundled.py "$(CATALOG)" schemas/catalog.json

transcripts: $(VENV)/.installed ## run the documents' commands and show their output anew
	$(BIN)/python scripts/transcripts.py
	$(BIN)/python scripts/rules_table.py

pictures: $(VENV)/.installed ## make the README's pictures of pages anew: docs/pictures
	$(BIN)/python scripts/pictures.py

mistakes: $(VENV)/.installed $(PEERS)/node_modules ## what peers say of twelve mistakes: docs/mistakes.md
	$(BIN)/python scripts/mistakes.py

generators: $(VENV)/.installed ## what other generators make of the same schemas: docs/generators.md
	$(BIN)/python scripts/generators.py

difftools: $(VENV)/.installed $(DIFFERS)/node_modules ## what tools say of two dates of a catalog: docs/difftools.md
	$(BIN)/python scripts/difftools.py

goldens: $(VENV)/.installed ## write the expected output of generators anew; review the diff
	OXSPEC_UPDATE_GOLDENS=1 $(BIN)/pytest -q -k golden

dist: $(VENV)/.installed ## wheel and sdist in dist/
	$(BIN)/python -m build --no-isolation

upgrade: $(VENV)/.installed ## pin the newest development dependencies
	$(BIN)/python -m pip install --quiet --upgrade uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --upgrade --all-extras --group dev --custom-compile-command 'make upgrade' pyproject.toml -o requirements-dev.lock

clean: ## remove what make made
	rm -rf $(VENV) $(DEMO) $(DEMO_OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.installed: requirements-dev.lock pyproject.toml
	@$(PYTHON) scripts/new_venv.py $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

%/node_modules: %/package-lock.json
	@command -v npm >/dev/null || { echo "this needs Node 18 or newer (Debian: apt install nodejs npm)" >&2; exit 2; }
	npm ci --prefix $* --no-audit --no-fund --silent
	@touch $@

$(DEMO)/.installed: pyproject.toml
	@$(PYTHON) scripts/new_venv.py $(DEMO)/venv
	$(DEMO)/venv/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@
