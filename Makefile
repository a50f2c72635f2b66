.DEFAULT_GOAL := help
.PHONY: help demo test ci lint seed browser
PY := .venv/bin/python
PORT ?= 8000
BACKLINE_DATA_DIR ?= $(CURDIR)/var
export PORT BACKLINE_DATA_DIR

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/ready: requirements-dev.txt
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/ready ## set up the demo school, if it is not there, and serve it
	@mkdir -p $(BACKLINE_DATA_DIR)
	@.venv/bin/flask --app wsgi db upgrade 2>/dev/null
	@.venv/bin/flask --app wsgi demo
	@.venv/bin/gunicorn --workers 1 --threads 8 --bind 127.0.0.1:$(PORT) --log-level warning wsgi:app

seed: .venv/ready ## move the demo school in, without serving it
	@.venv/bin/flask --app wsgi db upgrade && .venv/bin/flask --app wsgi demo

test: .venv/ready ## run the whole suite, on SQLite and PostgreSQL
	@$(PY) -m pytest

lint: .venv/ready ## style and types
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/djlint templates --lint --quiet

browser: .venv/ready
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh scripts/browser.sh

ci: browser lint test ## what CI runs
