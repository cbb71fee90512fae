# Two commands do everything on a machine with git, make and Python 3.11:
#   make run    sets up, recommends line-ups for one area, serves the pages
#   make test   sets up and runs all the checks
PYTHON ?= python3
AREA ?= Essex
HOST ?= 127.0.0.1
PORT ?= 8013
NEO4J_PORT ?= 7687

UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
BIN := .venv/bin
STAMP := .venv/.setup-done
NEO4J := .tools/neo4j/.fetched
AXE := .tools/axe/.fetched
TSC := .tools/types/.fetched
FRONT := .tools/front/.fetched
STYLE := api/web/static/style.css
COAST := graph/maps/coast.json
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --quiet
PYTEST := $(BIN)/python -m pytest
IN_ORDER := $(if $(filter output-sync,$(.FEATURES)),--output-sync) # what runs at once is shown in turn
unexport PYTHONDONTWRITEBYTECODE # each of the many processes would compile all packages anew

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types imports examples collected unit notebooks test-long test-long-solver test-long-kills test-long-random bench backtest neo4j \
  neo4j-jars axe browser screenshots model sources versions programme brief offer-fields presence identity texts text-model terms-model \
  terms partner-model partner-signals fairness evaluation realism \
  choose sensitivity fuzz lock clean

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1|/' | \
	  while IFS='|' read -r target text; do printf '  make %-10s %s\n' "$$target" "$$text"; done

setup: $(STAMP) $(STYLE) $(COAST) ## Put Python packages and the matcher command into .venv, and the style of the pages

run: setup ## Recommend line-ups for one area (AREA=Essex), then serve the pages (PORT=8013)
	$(BIN)/matcher lineups "$(AREA)"
	$(BIN)/matcher serve --host $(HOST) --port $(PORT)

test: setup neo4j-jars axe browser ## Run all the checks
	@$(MAKE) --no-print-directory -j2 $(IN_ORDER) types lint imports examples notebooks collected
	@$(MAKE) --no-print-directory unit

lint: setup ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup $(TSC) ## Check types, those of the pages' scripts too
	$(BIN)/mypy
	$(BIN)/node $(dir $(TSC))node_modules/typescript/bin/tsc --project tests/types

imports: setup ## Check that imports go one way
	$(BIN)/lint-imports

examples: setup ## Run the examples in docstrings
	$(PYTEST) --doctest-modules -q graph matcher api

collected: setup ## Read all tests once, so that the processes of unit find them compiled
	@$(PYTEST) --collect-only -q > .venv/collected.txt || { tail -n 40 .venv/collected.txt; exit 1; }

unit: setup neo4j-jars axe browser ## Run the tests with branch coverage
	$(PYTEST) --numprocesses auto --maxprocesses 4 --dist loadgroup --cov --cov-report=
	@$(BIN)/coverage report --include='graph/*,matcher/*' --fail-under=95
	@$(BIN)/coverage report --include='api/*' --fail-under=90

notebooks: setup ## Run the notebooks and check that they hold no outputs
	$(BIN)/nbstripout --verify notebooks/*.ipynb
	$(PYTEST) --nbmake notebooks -q

test-long: test-long-solver test-long-random test-long-kills ## Run the tests that take minutes

test-long-solver: setup ## Of these: many problems beside an independent solver (9 minutes of processor)
	$(PYTEST) -m long tests/matcher

test-long-kills: setup neo4j-jars ## Of these: what is killed, huge or hostile (17 minutes of processor)
	$(PYTEST) -m long --ignore=tests/matcher

test-long-random: setup neo4j-jars ## Of these: many random programmes (3 minutes of processor)
	MATCHER_TEST_EXAMPLES=5 $(PYTEST) -k "test_every or test_any" tests/graph/stores/sqlite \
	  tests/graph/stores/neo4j/test_neo4j.py tests/api/web/test_neo4j_answers.py

fuzz: setup ## Feed every importer wrong bytes with atheris (SECONDS=60; SOURCE=one)
	@for source in $(or $(SOURCE),$$($(BIN)/python -c 'from graph.sources import *; print(*IMPORTERS)')); do \
	  echo "$$source"; $(BIN)/python -m tests.fuzz $$source $(or $(SECONDS),60) || exit 1; done

bench: setup neo4j-jars browser ## Measure speed and memory, as ratios (BENCH="offers pairs" for some)
	$(PYTEST) $(or $(BENCH:%=tests/benchmarks/test_%.py),tests/benchmarks) --benchmark-only --benchmark-columns=median,min,max,rounds -s

backtest: setup ## Rank the real winners of 2014 as of two days of 2013 (half an hour)
	rm -f .venv/backtest.db # a store of these facts, not one that was filled before
	$(BIN)/matcher --store sqlite:///.venv/backtest.db backtest --output docs/backtest.md

neo4j: setup neo4j-jars ## Start a Neo4j server on loopback, until Ctrl-C (NEO4J_PORT=7687)
	@$(BIN)/python -m tests.neo4j_server $(NEO4J_PORT)

neo4j-jars: $(if $(MATCHER_TEST_NEO4J),,$(NEO4J)) ## Fetch the Neo4j server that the tests use

axe: setup $(AXE) ## Fetch what reads our pages like a screen reader in the tests

browser: setup ## Find the browser that the tests look at pages with, or install one
	@$(BIN)/python -m tests.browser.install

screenshots: browser ## Take the pictures of the main pages in docs/screenshots anew
	$(BIN)/python -m tests.browser.screenshots docs/screenshots

model: setup ## Draw the picture of the Neo4j store's model anew
	$(BIN)/python -m tests.tooling.draw_model docs/neo4j-model.svg

sources: setup ## Renew SOURCES.md from the programme's sources
	$(BIN)/python tests/tooling/write_sources.py

versions: setup ## Add the data versions of changed built-in programmes to their list
	$(BIN)/python -m tests.tooling.write_versions

programme: setup ## Renew the tables of docs/programme.md from their descriptions
	$(BIN)/python -m tests.tooling.write_programme

brief: setup ## Write the table of a brief's fields into docs/brief.md
	$(BIN)/python -m tests.tooling.write_brief_fields

offer-fields: setup ## Write the tables of an offer's fields into docs/offers.md
	$(BIN)/python -m tests.tooling.write_offer_fields

presence: setup ## Renew the figures of docs/presence.md
	$(BIN)/python -m tests.tooling.presence.write

identity: setup ## Measure how well organisations are linked, for docs/identity.md
	$(BIN)/python -m tests.tooling.identity.write

texts: setup ## Measure how often pathways are told from words, for docs/text.md (minutes)
	$(BIN)/python -m tests.tooling.texts.write

terms: setup ## Measure how well terms are judged, for docs/terms.md
	$(BIN)/python -m tests.tooling.terms.write

terms-model: setup ## Learn anew what clauses of each kind read like
	$(BIN)/python -m tests.tooling.terms.train

text-model: setup ## Train the small model that comes with the product anew
	$(BIN)/python -m tests.tooling.texts.train_built_in

partner-model: setup ## Train the model of partners anew, and write docs/partner-model.md (minutes)
	$(BIN)/python -m tests.tooling.partners.train

partner-signals: setup ## Try signals that the model of partners does without, for docs/partners.md (minutes)
	$(BIN)/python -m tests.tooling.partners.more

fairness: setup ## Measure what fair shares and variety cost, for docs/fairness.md and docs/partners.md (minutes)
	$(BIN)/python -m tests.tooling.partners.fair
	$(BIN)/python -m tests.tooling.partners.varied

CONSORTIA := ../shared/data/consortia_h2020
EVALUATED := --participations $(CONSORTIA)/participations_2014_2018.csv.gz \
  --projects $(CONSORTIA)/programme_parts.csv.gz --option project=rcn --option organisation=pic --format json
evaluation: setup ## Write the tables of the validation years in docs/evaluation.md (8 minutes of processor)
	mkdir -p build
	$(BIN)/matcher evaluate consortia $(EVALUATED) --train-until 2016 --test-from 2017 --test-until 2017 \
	  --card build/validation.md > build/validation.json
	$(BIN)/matcher evaluate consortia $(EVALUATED) --train-until 2015 --test-from 2016 --test-until 2016 \
	  --card build/earlier.md > build/earlier.json
	$(BIN)/python -m tests.tooling.evaluations.tables build/validation.json build/earlier.json

realism: setup ## Compare suggested line-ups with real ones (minutes; REAL=2014 reads the winners)
	$(BIN)/python -m tests.tooling.realism.write $(if $(REAL),--real $(REAL))

choose: setup ## Try other numbers of the scoring on contracts that are left out (half an hour)
	$(BIN)/python -m tests.tooling.realism.choose

sensitivity: setup ## Solve with every number of the scoring moved, for docs/sensitivity.md (minutes)
	$(BIN)/python -m tests.tooling.sensitivity.write

lock: $(UV) ## Renew the lock from pyproject.toml (UPGRADE=--upgrade takes the newest versions)
	$(UV) pip compile $(LOCK_FLAGS) $(UPGRADE) --extra dev pyproject.toml -o requirements.lock
	$(PYTHON) tests/tooling/lock_digest.py --write

clean: ## Remove everything that setup and tests made
	rm -rf $(STYLE) $(dir $(STYLE))packages $(COAST) .venv .tools .neo4j .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

.tools/bin/uv: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	  { echo "$(PYTHON) has no pip: install it (Debian: python3-pip), or put uv on the PATH" >&2; exit 2; }
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --target .tools --upgrade -r requirements-uv.lock
	@touch $@

$(NEO4J): $(addprefix tests/neo4j_server/,pom.xml Launch.java install.py classes.py)
	@mkdir -p $(@D)
	$(PYTHON) -m tests.neo4j_server.install $(@D)/lib
	@touch $@

$(AXE): tests/axe/package.json tests/axe/package-lock.json tests/axe/.npmrc | $(STAMP)
	@mkdir -p $(@D)
	@cp $^ $(@D)
	cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@

$(TSC): $(addprefix tests/types/,package.json package-lock.json .npmrc) | $(STAMP)
	@mkdir -p $(@D)
	@cp $^ $(@D)
	cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@

$(FRONT): $(addprefix api/web/front/,package.json package-lock.json .npmrc) | $(STAMP)
	@mkdir -p $(@D)
	@cp $^ $(@D)
	cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@

$(STYLE): $(addprefix api/web/front/,build.cjs style.scss) $(FRONT)
	$(BIN)/node api/web/front/build.cjs $(dir $(FRONT)) $@

$(COAST): $(addprefix graph/maps/,coast.py topology.py) $(FRONT)
	$(BIN)/python -m graph.maps.coast $(dir $(FRONT))node_modules/world-atlas/countries-10m.json $@

$(STAMP): requirements.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m matcher.engine.warming
	$(BIN)/python -m matcher.affinity.warming
	@touch $@
