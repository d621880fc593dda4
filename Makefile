# Five commands; each sets up what it needs, says so, and can be run again.
#   make demo [PORT=8000]   the Paris contract in a browser
#   make test               all tests
#   make check              format, lint, types, imports, templates
#   make fix                what a machine can mend
#   make bench              prints the figures that the documentation quotes

PYTHON ?= python3
PORT ?= 8000
UV_VERSION = 0.13.9
BIN = .venv/bin

# Everything comes from the lock file; Python itself is the one that is here.
export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS = 1

.PHONY: demo test check fix bench browser clean

demo: .venv/run
	@exec $(BIN)/droitcommun demo --port $(PORT)

test: .venv/dev browser
	@$(BIN)/pytest

check: .venv/dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djade --check --target-version 5.2 $$(find src -name '*.html')

fix: .venv/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	-$(BIN)/djade --target-version 5.2 $$(find src -name '*.html')

bench: .venv/dev
	@for script in bench/*.py; do $(BIN)/python $$script; done

browser:
	@.ci/browser

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/run: pyproject.toml uv.lock | .tools/bin/uv
	@echo "Installing what droitcommun runs on (.venv)…"
	@.tools/bin/uv sync --quiet --frozen --no-dev --inexact --python $(PYTHON)
	@touch $@

.venv/dev: pyproject.toml uv.lock | .tools/bin/uv
	@echo "Installing what droitcommun runs on and its tests (.venv)…"
	@.tools/bin/uv sync --quiet --frozen --inexact --python $(PYTHON)
	@touch $@ .venv/run

.tools/bin/uv:
	@.ci/uv $(PYTHON) $(UV_VERSION)
