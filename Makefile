# Everything a user or contributor runs. Each target makes what it needs first; .venv/stamps remembers what is there.

FILE ?=
PYTHON ?=
MODEL := smollm2-135m-instruct
EMBEDDER := multilingual-e5-small
PYTHONS := python3 python3.13 python3.12 python3.11
LLAMA := $(shell sed -n 's/^ *"\(llama-cpp-python==[^"]*\)".*/\1/p' pyproject.toml)

BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

export FILE PYTHON
# The tests start hundreds of processes: each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
# A file name is taken as it is, whatever is in it.
OPEN = $${FILE:+"$$FILE"}

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types bench screenshots examples clean

help: ## Show this list
	@echo "make TARGET"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: $(STAMPS)/program $(STAMPS)/window ## Open the reader; FILE=paper.pdf opens that file. Off-screen where there is no display
	@$(BIN)/shiori models get $(MODEL) > /dev/null || echo "The model could not be fetched; the program starts without one."
	@$(BIN)/shiori models get $(EMBEDDER) > /dev/null || echo "The embedding model could not be fetched; search goes by words alone."
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo "No display here: the same window runs off-screen."; \
	  QT_QPA_PLATFORM=offscreen $(BIN)/shiori --demo $(OPEN); \
	else \
	  $(BIN)/shiori $(OPEN); \
	fi

test: lint types $(STAMPS)/window ## Check style, types, layers; run all tests with coverage of core, store and flows
	@$(BIN)/shiori models get $(MODEL) > /dev/null || echo "The model could not be fetched; tests that need it are skipped."
	@$(BIN)/shiori models get $(EMBEDDER) > /dev/null || echo "The embedding model could not be fetched; tests that need it are skipped."
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal \
	  --cov=reader.core --cov=reader.store --cov=reader.flows --cov-report=term:skip-covered $(PYTEST_ARGS)

lint: $(STAMPS)/tools ## Check style and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMPS)/tools ## Check types
	$(BIN)/mypy

bench: $(STAMPS)/tools $(STAMPS)/window ## Measure the program beside its baselines; prints JSON lines
	@for script in tests/benchmarks/*.py; do \
	  echo "$$script" >&2; QT_QPA_PLATFORM=offscreen $(BIN)/python "$$script" --json || exit 1; \
	done

screenshots: $(STAMPS)/program $(STAMPS)/window ## Make the pictures of the README from the real window
	$(BIN)/python packaging/screenshots.py

examples: $(STAMPS)/program ## Make the example notes in resources/examples/ from the guide
	$(BIN)/python packaging/make_examples.py

clean: ## Remove the virtual environment and all caches; your notes and models stay
	rm -rf .venv build dist .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find reader tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Set-up, each step once ---

$(STAMPS)/venv:
	@for candidate in "$${PYTHON:-}" $(if $(PYTHON),,$(PYTHONS)); do \
	  [ -n "$$candidate" ] || continue; \
	  "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
	  echo "Set-up with $$("$$candidate" --version)"; \
	  "$$candidate" packaging/system_check.py build || exit 1; \
	  rm -rf .venv && "$$candidate" -m venv .venv && mkdir -p $(STAMPS) && touch $@ && exit 0; \
	  exit 1; \
	done; \
	echo "Python 3.11, 3.12 or 3.13 is needed: $${PYTHON:-python3} is $$("$${PYTHON:-python3}" --version 2>&1 || true). make PYTHON=/path/to/python3.12 takes another one." >&2; \
	exit 1

$(STAMPS)/$(LLAMA): $(STAMPS)/venv packaging/llama_build.cmake
	@$(BIN)/python packaging/build_llama.py $(LLAMA) .venv/llama-build.log
	@touch $@

$(STAMPS)/program: $(STAMPS)/$(LLAMA) pyproject.toml
	@echo "Installing the program and the libraries it uses"
	@$(PIP) install -qq --editable .
	@touch $@

$(STAMPS)/tools: $(STAMPS)/program
	@echo "Installing the tools for tests"
	@$(PIP) install -qq --editable '.[dev]'
	@$(BIN)/python packaging/system_check.py tools
	@touch $@

$(STAMPS)/window: packaging/system_check.py $(STAMPS)/program
	@$(BIN)/python packaging/system_check.py window
	@touch $@
