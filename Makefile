.DEFAULT_GOAL := help
.PHONY: help demo reset-demo dev seed test test-long races bench load lint format words ci browser postgresql
PY := .venv/bin/python
PORT ?= 8000
BACKLINE_DATA_DIR ?= $(CURDIR)/var
export PORT BACKLINE_DATA_DIR
unexport PYTHONDONTWRITEBYTECODE # a start would compile everything each time, and the tests start many
# the address that links in letters start with
demo dev seed reset-demo: export BACKLINE_BASE_URL ?= http://127.0.0.1:$(PORT)

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/ready: requirements-dev.txt
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/ready ## set up the demo school, if it is not there, and serve it with its worker
	@exec $(PY) -m webapp.serve

reset-demo: .venv/ready ## throw the demo school away and let it move in afresh
	@test -z "$$BACKLINE_DATABASE_URL" || { echo "Only the demo's own file is reset; empty your database yourself."; exit 1; }
	@cd "$(or $(BACKLINE_DATA_DIR),var)" 2>/dev/null && rm -f backline.db backline.db-* || true
	@$(MAKE) --no-print-directory seed

dev: .venv/ready ## serve with reloading and the debugger, on the demo school
	@$(MAKE) --no-print-directory seed
	@BACKLINE_DEMO=1 exec .venv/bin/flask --app wsgi run --debug --port $(PORT)

seed: .venv/ready ## move the demo school in, without serving it
	@.venv/bin/flask --app wsgi db upgrade && .venv/bin/flask --app wsgi demo

test: .venv/ready ## run the whole suite, on SQLite and PostgreSQL
	@$(PY) -m pytest

test-long: .venv/ready ## let chance act 200,000 times on the ledger and 200,000 times by its verbs, try all nonsense at every door, kill the day's run, live through 40 school years, and race
	@BACKLINE_TEST_STEPS=100000 $(PY) -m pytest --timeout 0 --dist load tests/stock/ledger/test_properties.py tests/stock/ledger/test_properties_of_verbs.py
	@BACKLINE_TEST_EVERY=1 $(PY) -m pytest --timeout 0 --dist load tests/core/test_bad_input.py
	@BACKLINE_TEST_KILLS=30 $(PY) -m pytest --timeout 0 tests/lending/telling/test_killed.py
	@BACKLINE_TEST_YEARS=40 $(PY) -m pytest --timeout 0 --dist load tests/lending/year/test_years_of_chance.py
	@$(MAKE) --no-print-directory races

races: .venv/ready ## let sixteen clients race 500 times for each thing only one may get, and tell how long it takes
	@BACKLINE_TEST_ROUNDS=500 $(PY) -m pytest -n 0 -s --timeout 0 tests/races/test_races.py tests/races/test_orders.py

bench: .venv/ready ## measure this head beside an older one and the bare limit, then a big school and its ledger
	@$(PY) -m bench.heads $(if $(AGAINST),--against $(AGAINST))
	@$(PY) -m bench --both
	@$(PY) -m bench.rooms_day
	@$(PY) -m bench.free_days
	@$(PY) -m bench.piles
	@$(PY) -m bench.day_run

load: .venv/ready ## load a made-up school with units, batches and clients, on SQLite and PostgreSQL
	@$(PY) -m tests.load $(LOAD)

lint: .venv/ready ## style and types
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/djlint templates --lint --quiet
	@$(PY) -m scripts.static_format --check

format: .venv/ready ## lay out the code, the stylesheets and the scripts
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .
	@$(PY) -m scripts.static_format

words: .venv/ready ## gather the sentences of the source for who translates them, and keep their languages in step
	@$(PY) -m scripts.words

browser: .venv/ready
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh scripts/browser.sh

postgresql:
	@sh scripts/postgresql.sh

ci: browser postgresql lint test ## what CI runs
