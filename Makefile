# Two commands: `make run` and `make test`. Each does all the set-up that it needs.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
UV := .venv/bin/uv
STAMPS := .stamps
APT := $(shell command -v apt-get 2>/dev/null)
ROOT := $(shell [ "$$(id -u)" = 0 ] && echo yes)
EXTRAS := $(STAMPS)/installed

.PHONY: run test check bench corpora messages clean lock help

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(PY):
	python3 -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check uv

$(STAMPS)/installed: requirements.txt setup.cfg pyproject.toml | $(PY)
	@mkdir -p $(STAMPS)
	$(UV) pip install -q --compile-bytecode -r requirements.txt
	$(UV) pip install -q --no-deps --compile-bytecode -e .
	@touch $@

$(STAMPS)/test-installed: requirements-test.txt $(STAMPS)/installed
	$(UV) pip install -q --compile-bytecode -r requirements-test.txt
	@touch $@

$(STAMPS)/messages: $(STAMPS)/installed $(wildcard reform_portal/translations/*/LC_MESSAGES/*.po)
	$(PY) -m reform_portal.messages compile
	@touch $@

$(STAMPS)/chromium: | $(PY)
	@mkdir -p $(STAMPS)
ifeq ($(and $(APT),$(ROOT)),)
	@command -v chromium >/dev/null || echo "Browser tests need Chromium: sudo apt-get install -y chromium fonts-noto-core"
else
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null)
endif
	@touch $@

run: $(STAMPS)/installed $(STAMPS)/messages  ## set everything up, load the sample drafts, serve on http://127.0.0.1:8000
	@.venv/bin/reform-portal migrate
	@echo "Зразкові проєкти й облікові записи / sample drafts and accounts:"
	@.venv/bin/reform-portal samples load --accounts
	@echo "http://127.0.0.1:$(PORT)"
	@exec .venv/bin/reform-portal serve --port $(PORT)

test: $(STAMPS)/test-installed $(STAMPS)/messages $(STAMPS)/chromium  ## every test
	$(PY) -m pytest -n 3 --dist loadfile

check: $(STAMPS)/test-installed $(STAMPS)/messages  ## fast: lint, types, unit tests
	.venv/bin/ruff check reform_portal tests bench wsgi.py
	.venv/bin/ruff format --check reform_portal tests bench wsgi.py
	.venv/bin/mypy reform_portal
	$(PY) -m pytest -q -m "not browser and not corpora and not postgres"

bench: $(STAMPS)/test-installed $(STAMPS)/messages  ## speed, as ratios within one run
	$(PY) -m bench
	$(PY) -m bench.searching_postgres

corpora: $(STAMPS)/installed $(STAMPS)/messages  ## how well comments keep their place on real laws, how good themes and campaigns are, whether office files hold, what exports need
	$(PY) -m bench.placement
	$(PY) -m bench.questions
	$(PY) -m bench.themes
	$(PY) -m bench.theme_clause
	$(PY) -m bench.campaigns
	$(PY) -m bench.office_files
	$(PY) -m bench.exports

messages: $(STAMPS)/installed  ## take new texts out of the code into the catalogues
	$(PY) -m reform_portal.messages update

lock: | $(PY)  ## pin what is installed
	$(UV) pip compile -q --generate-hashes --no-header --no-emit-index-url --extra pdf setup.cfg -o requirements.txt
	$(UV) pip compile -q --generate-hashes --no-header --no-emit-index-url --extra pdf --extra test -c requirements.txt setup.cfg -o requirements-test.txt

clean:  ## forget what was set up (not the data in var/)
	rm -rf .stamps .venv build *.egg-info
