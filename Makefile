# The two that matter: `make run` serves the dashboard, `make test` checks it. Both set up what they need.
PORT ?= 8501
PYTHON := .venv/bin/python
# A single user at this machine: the switch counts only where nobody else reaches the server.
LOCAL := $(if $(filter 1,$(EDIT)),IKM_LOCAL_EDITOR=1) $(if $(LIVE),IKM_LIVE=$(LIVE))
SERVED := dashboard.py server.py data geo charts render story exports pages serving locales
ONLY_HERE := $(if $(filter 1,$(EDIT)),--server.address 127.0.0.1)

# Each process that is started would compile all modules anew, and each worker all tests: a quarter of a minute.
unexport PYTHONDONTWRITEBYTECODE

# Two cores share three workers, or four of slow tests: each waits now and then for a browser or another program.
PYTEST := $(PYTHON) -m pytest --dist loadfile --no-loadscope-reorder

.PHONY: help run quick test test-all checks setup setup-dev lint types data-check unit format lock boundaries bench soak audit icons screenshots clean

help:  ## List the recipes
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: setup  ## Set up and serve the dashboard on PORT (8501); EDIT=1 lets anybody at this machine add rounds, LIVE=1 sends for the live page at once
	@echo "http://localhost:$(PORT)"
	@$(LOCAL) $(PYTHON) -m streamlit run server.py --server.port $(PORT) $(ONLY_HERE)

quick: setup-dev  ## Run the tests that need no server, browser or other program, in under a minute
	@$(PYTEST) -n 2 -m "not integration and not slow"

# Types take half a minute of one core: beside the tests.
test: setup-dev  ## Set up, check style, types and tables, run the tests, those in a browser too
	@$(MAKE) --no-print-directory --jobs 2 checks unit

test-all: setup-dev  ## Run what `make test` leaves out: slow tests (LibreOffice, PostgreSQL, nginx, sign-in) and more examples
	@$(PYTEST) -n 4 -m "slow or hypothesis" --hypothesis-profile=thorough

setup:  ## Set up what the dashboard needs
	@sh setup.sh run

setup-dev:  ## Set up what the tests need on top
	@sh setup.sh dev

lint: setup-dev  ## Check style, format, and what is known to be unsafe
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --quiet --check .
	@$(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive $(SERVED)

types: setup-dev  ## Check the types
	@$(PYTHON) -m mypy

checks: lint data-check types

data-check: setup-dev  ## Check the tables
	@$(PYTHON) -m data.check
	@$(PYTHON) -m frictionless validate data/datapackage.json >/dev/null

unit: setup-dev  ## Run the tests but the slow ones
	@$(PYTEST) -n 3 -m "not slow"

format: setup-dev  ## Format the code
	@$(PYTHON) -m ruff check --quiet --fix .
	@$(PYTHON) -m ruff format --quiet .

lock: setup-dev  ## Compile the pinned requirements from the short lists (UPGRADE=1 takes newer versions)
	@for name in requirements requirements-dev; do \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade) $$name.in -o $$name.txt || exit 1; \
	done

boundaries: setup-dev  ## Build the boundary files again
	@$(PYTHON) -m geo.build

bench: setup-dev  ## Measure sizes, times, memory and load against bare pages
	@$(PYTHON) -m bench $(PARTS)

soak: setup-dev  ## Fifteen minutes (SECONDS) of fifty readers and an editor, and the longest runs of the faults
	@IKM_SOAK=1 $(PYTHON) -m pytest tests/data/rounds/test_faults.py tests/data/rounds/test_uploads.py tests/story/test_stories.py tests/story/test_slides.py
	@$(PYTHON) -m bench.soak --seconds $(or $(SECONDS),900)

audit: setup-dev  ## Ask for known holes in the pinned packages (needs the internet)
	@$(PYTHON) -m pip_audit --require-hashes --disable-pip --requirement requirements.txt || { \
		echo "Known holes are listed above; if the question itself failed, this machine does not reach the advisory service."; exit 1; }

icons: setup-dev  ## Reduce the icon font again, after a new Streamlit
	@$(PYTHON) -m serving.streamlit_patches.icon_font

screenshots: setup-dev  ## Take the README's screenshots
	@$(PYTHON) -m tests.screenshots

clean:  ## Remove everything that the set-up made
	@rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache
