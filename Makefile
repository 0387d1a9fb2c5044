# Handleplan. `make help` lists what there is; docs/operations.md says more.

PORT ?= 8000
export PORT
FILE ?= var/backup.zip
KILLS ?= 100
WRITES ?= 25000
ROUNDS ?= 100
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Commands that need settings but serve nobody; tests/machine/settings.py brings its own key.
CHECKED := env DJANGO_SETTINGS_MODULE=tests.machine.settings
TEMPLATES = $(shell find templates handleplan reports meetings -path '*templates/*' -name '*.html')
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadgroup $(if $(K),-k "$(K)") $(T)
FUZZ := $(BIN)/python -m pytest --numprocesses 2 -o faulthandler_timeout=0 tests/web/test_hostile_forms.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-reset run bootstrap test test-full test-sqlite test-postgres check lint types imports migrations \
	translations deployable format messages compile-messages bench race fuzz crash backup restore lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## install what is missing, load the demo, serve it on PORT (8000); Ctrl-C stops it, and the data stay
	@.ci/bootstrap base && exec $(BIN)/python .ci/serve demo

demo-reset: ## throw the demo's data away; the next make demo starts over
	rm -rf var/demo.sqlite3 var/demo.sqlite3-shm var/demo.sqlite3-wal var/demo-files

run: ## the same server on your own database: DATABASE_URL, else var/handleplan.sqlite3
	@.ci/bootstrap base && exec $(BIN)/python .ci/serve run

bootstrap: ## install what tests and checks need (the targets below do it by themselves)
	@.ci/bootstrap dev

test: test-sqlite test-postgres ## the whole suite on SQLite, then on PostgreSQL; K=expression and T=path choose tests

test-sqlite: bootstrap ## the suite on SQLite alone
	env -u DATABASE_URL $(PYTEST)

test-postgres: bootstrap ## the suite on PostgreSQL alone, on a server of its own that is thrown away
	$(BIN)/python .ci/postgres run -- $(PYTEST)

test-full: test ## the whole suite, and LibreOffice opens the Word and Excel files (installs it: 400 MB)
	@.ci/bootstrap full
	env -u DATABASE_URL FULL=1 $(PYTEST) -m full

check: lint types imports migrations translations deployable ## every check that is no test
	@echo "make check: all well"

lint: bootstrap ## style and likely faults: Python and templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)

types: bootstrap ## the types of the packages that pyproject.toml lists
	$(BIN)/python -m mypy

imports: bootstrap ## the one law: meetings > reports > handleplan, and what stays free of Django
	$(BIN)/lint-imports --no-logo

migrations: bootstrap ## the models have no change without a migration
	$(CHECKED) DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run

translations: bootstrap ## every text stands in Danish, and the compiled catalogue is up to date
	$(CHECKED) $(BIN)/python .ci/translations

deployable: bootstrap ## Django's own check of the settings a municipality would run
	env -u HANDLEPLAN_DEMO -u DEBUG -u HTTPS ALLOWED_HOSTS=handleplan.example DATABASE_URL=sqlite://:memory: \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(MANAGE) check --deploy --fail-level WARNING

format: bootstrap ## put Python and templates into their shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

messages: bootstrap ## collect new texts into handleplan/locale/da
	$(CHECKED) $(BIN)/python .ci/translations collect

compile-messages: bootstrap ## compile the Danish catalogue, which is committed too
	$(CHECKED) $(BIN)/python .ci/translations compile

bench: bootstrap ## speed against the bare stack, on both databases, in one table
	$(BIN)/python .ci/postgres run -- $(BIN)/python -m tests.bench

race: bootstrap ## eight people, one form, 1,000 rounds on both databases: what is lost, in one table each (an hour)
	env -u DATABASE_URL $(BIN)/python -m tests.race --rounds 1000
	$(BIN)/python .ci/postgres run -- $(BIN)/python -m tests.race --rounds 1000

fuzz: bootstrap ## every form of every page is sent ROUNDS (100) times with what no honest person types, on both databases
	env -u DATABASE_URL FUZZ_ROUNDS=$(ROUNDS) $(FUZZ)
	FUZZ_ROUNDS=$(ROUNDS) $(BIN)/python .ci/postgres run -- $(FUZZ)

crash: bootstrap ## writers and the database are killed 200 times under 50,000 writes: what is lost, in one table (long)
	env -u DATABASE_URL $(BIN)/python -m tests.crash --on sqlite --kills $(KILLS) --writes $(WRITES) --controls
	env -u DATABASE_URL $(BIN)/python -m tests.crash --on postgresql --kills $(KILLS) --writes $(WRITES) --outage 20 --controls

backup: ## database and attached files of make run as one file; FILE=var/backup.zip names another
	@.ci/bootstrap base && $(MANAGE) backup $(FILE)

restore: ## puts FILE=... back; OVERWRITE=1 replaces the people and plans that are there
	@.ci/bootstrap base && $(MANAGE) restore $(FILE) $(if $(OVERWRITE),--overwrite)

lock: ## requirements/*.in to requirements/*.lock, with hashes
	@.ci/lock
