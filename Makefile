# Six commands; each sets up what it needs, says so, and can be run again.
#   make demo [PORT=8000]   the Paris contract in a browser
#   make test               all tests
#   make check              format, lint, types, imports, templates
#   make fix                what a machine can mend
#   make bench              prints the figures that the documentation quotes
#   make mutants            breaks the core in many small ways and says which of them no test notices

PYTHON ?= python3
PORT ?= 8000
UV_VERSION = 0.13.9
BIN = .venv/bin

UV = .tools/uv-$(UV_VERSION)/bin/uv

# Everything comes from the lock file; Python itself is the one that is here.
export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS = 1

.PHONY: demo test check fix bench mutants browser office java clean

demo: .venv/run
	@exec $(BIN)/droitcommun demo --port $(PORT)

test: .venv/dev browser office java
	@.ci/postgresql $(BIN)/pytest --numprocesses=auto --dist=loadfile

check: .venv/dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djade --check --target-version 5.2 $$(find src -name '*.html')

# djade returns 1 when it mended something.
fix: .venv/dev
	$(BIN)/djade --target-version 5.2 $$(find src -name '*.html') || true
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: .venv/dev
	@for script in bench/*.py; do $(BIN)/python $$script || exit 1; done

# From nothing: what an earlier run kept names tests that are no longer there, and calls their absence a kill.
mutants: .venv/dev
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children 2
	@$(BIN)/mutmut results | sort | uniq > mutants/survivors.txt || true

browser:
	@.ci/browser

office:
	@.ci/office

java:
	@.ci/java

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/run: pyproject.toml uv.lock | $(UV)
	@echo "Installing what droitcommun runs on (.venv)…"
	@$(UV) sync --quiet --locked --no-dev --inexact --python $(PYTHON)
	@touch $@

.venv/dev: pyproject.toml uv.lock | $(UV)
	@echo "Installing what droitcommun runs on and its tests (.venv)…"
	@$(UV) sync --quiet --locked --inexact --python $(PYTHON)
	@touch $@ .venv/run

$(UV):
	@.ci/uv $(PYTHON) $(UV_VERSION)
