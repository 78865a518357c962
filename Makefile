# Thin targets; each at most three lines. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
UV := .tools/bin/uv
BIN := .venv/bin
include deploy/k8s/check.mk
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

##@ Start
.PHONY: setup run
setup: .venv/.ready ## create the locked environment in .venv (any Python 3.11+)

run: setup ## the product, embedded, with a case to look at (PORT=8000)
	@exec $(BIN)/ltc run --port $(PORT)

##@ Work
.PHONY: test check format generate bench migration
test: setup ## the whole suite; real Kafka where Java and Maven are found (required with CI=true or REQUIRE_KAFKA=1)
	@$(BIN)/pytest $(ARGS)

check: setup ## what CI holds: lint, types, import contracts, generated documents in step, policy packs
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy $(SOURCES) && $(BIN)/lint-imports --config pyproject.toml
	@$(BIN)/python -m schemas.generate --check && $(BIN)/python -m ltc.documents --check && $(BIN)/ltc policy check
	@$(MAKE) --no-print-directory check-k8s

format: setup ## format the code and sort imports
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

generate: setup ## write the generated documents again (events, AsyncAPI, OpenAPI, lifecycles, settings)
	@$(BIN)/python -m schemas.generate && $(BIN)/python -m ltc.documents

bench: setup ## the benchmarks against peers and limits (N=relay for one); they take a quiet machine
	@$(UV) sync --locked --quiet --group bench && $(BIN)/python -m bench.$(or $(N),all)

migration: setup ## write a migration from the tables: make migration SERVICE=dispatch NAME=pre_0002_waiting_list
	@$(BIN)/python -m ltc.new_migration $(SERVICE) $(NAME)

##@ Production on one machine
.PHONY: up down ps logs chaos
up: setup ## Kafka, PostgreSQL, each API and worker a process of its own (REPLICAS=1)
	@$(BIN)/ltc up --replicas $(or $(REPLICAS),1)

down: ## end all that `make up` started: SIGTERM, after a minute SIGKILL
	@$(BIN)/ltc down

ps: ## what runs, and on which ports
	@$(BIN)/ltc ps

logs: ## follow the logs of a service (S=dispatch)
	@tail -n 50 -F .ltc/up/logs/$(S)*.log

chaos: setup ## kill processes, broker and database while cases come in, then audit everything (KILLS=100 SEED=1)
	@$(BIN)/python -m tests.faults.chaos --kills $(or $(KILLS),100) $(if $(SEED),--seed $(SEED))

##@ Tidy
.PHONY: clean help
clean: ## forget the environment and the embedded county's data
	@rm -rf .venv .tools .ltc .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

SOURCES := libs/chassis/src libs/schemas/src embedded/src $(wildcard services/*/src)

# A half-made environment has no mark, and is made again.
.venv/.ready: uv.lock pyproject.toml $(wildcard libs/*/pyproject.toml services/*/pyproject.toml embedded/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	@$(UV) --version >/dev/null 2>&1 || { rm -rf .tools && $(PYTHON) -m venv .tools && .tools/bin/pip install -q --disable-pip-version-check uv==0.9.30; }
	@$(UV) sync --locked --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" && touch $@
