# Doorstep: the steps from a fresh clone to a running product and a tested one.

PYTHON ?= python3
PORT ?= 8000
SEEDS ?= 10000
FROM ?= 1000
BIN := .venv/bin

# Where it is set, every process that the tests start compiles the whole product anew, and there are hundreds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test setup setup-test machine lint types arrows js collected pytest soak worker migrate bench lock format clean

help: ## Show the steps
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: setup ## Start the product with its demonstration landlord on http://localhost:8000 (PORT= changes it)
	@PORT=$(PORT) $(BIN)/doorstep demo --port $(PORT)

test: setup-test ## Run everything: lint, types, arrows, JavaScript, Python, browsers, both databases
	@$(MAKE) --jobs 2 lint types arrows js collected
	@$(MAKE) pytest

setup: .venv/installed ## Make .venv with the locked dependencies

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Doorstep needs Python 3.11 or newer; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || sh deploy/python-venv.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup-test: .venv/installed-test node_modules/installed machine ## Add what the tests need

.venv/installed-test: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

node_modules/installed: package-lock.json machine
	@test -f $@ -a $@ -nt package-lock.json || { npm ci --silent && touch $@; }

machine:
	@sh tests/machine.sh

lint: ## Check style: ruff and biome
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	npx --no-install biome check

types: ## Check types: mypy and tsc over JSDoc
	$(BIN)/mypy
	npx --no-install tsc --noEmit

arrows: ## Check that imports point down
	$(BIN)/lint-imports

js: ## Run the JavaScript unit tests
	npm test --silent

# Read once, the tests lie compiled for the processes that run them, which would else compile them all at once. What
# cannot be read is said by those.
collected:
	@$(BIN)/python -m pytest --collect-only --quiet >/dev/null || true

pytest: ## Run the Python tests, real browsers and both databases among them
	$(BIN)/python -m pytest -n 3 --dist loadscope

soak: setup-test ## Run SEEDS seeds of the fault simulator, FROM the first
	$(BIN)/python -m tests.simulation.soak --seeds $(SEEDS) --from $(FROM)

migrate: setup ## Bring the database up to date
	$(BIN)/doorstep migrate

worker: setup ## Run the worker alone
	$(BIN)/doorstep worker

bench: setup-test ## Measure what docs/figures.md states
	$(BIN)/python -m bench

lock: ## Renew the locks after a change of dependencies (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --no-header --universal --python-version 3.11 -q -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --no-header --universal --python-version 3.11 -q -o requirements-dev.lock -c requirements.lock

format: setup-test ## Put the code into its one shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npx --no-install biome check --write

clean: ## Remove what was built and installed; the data under var/ stays
	rm -rf .venv node_modules dist
