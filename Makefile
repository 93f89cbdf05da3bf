# The commands of this project; all are safe to repeat.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8501
# What is compiled once is kept, whatever the machine says: else each of the many processes of the tests, and of an
# import, compiles pandas and Streamlit anew, which takes longer than its work.
unexport PYTHONDONTWRITEBYTECODE
LOCK := pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-options \
	--strip-extras --allow-unsafe

.PHONY: help run sample test spark fresh-root check look types tests audit format lock sbom clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.runtime ## import the sample exports if there is no data yet and no EINLASS_DATA, then serve on 127.0.0.1:$PORT
	$(PYTHON) -m einlass sample --unless-named
	exec $(PYTHON) -m streamlit run app.py --server.port $(PORT)

sample: $(VENV)/.runtime ## write the sample exports anew
	$(PYTHON) sample_data/generate.py

test: $(VENV)/.development ## everything that must hold: format, lint, types, tests with a real browser
	$(MAKE) --no-print-directory look
	$(MAKE) --no-print-directory -j 2 types tests

spark: ## the product and PySpark in .venv-spark, and Java where there is none; `make test` then compares both engines
	tools/spark.sh .venv-spark

fresh-root: $(VENV)/.development ## the operating manual in an empty Debian, and the container; root, minutes, downloads packages
	tools/fresh-root.sh
	chromium=$$(tools/chromium.sh) && export CHROMIUM="$$chromium" && $(PYTHON) -m pytest tests/fresh_root $(ARGS)

check: look types ## format, lint, licences, known holes and types

look: $(VENV)/.development
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	REUSE_ENCODING_MODULE=charset_normalizer $(PYTHON) -m reuse lint --lines
	$(MAKE) --no-print-directory audit

types: $(VENV)/.development # uses one core, so that it may run beside the tests
	$(PYTHON) -m mypy

tests: $(VENV)/.development
	chromium=$$(tools/chromium.sh) && export CHROMIUM="$$chromium" && $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

audit: $(VENV)/.development ## known holes in the locked requirements, where the network lets it; ADVISORIES=URL asks a service of your own
	$(PYTHON) tools/audit.py requirements.txt requirements-dev.txt requirements-spark.txt

format: $(VENV)/.development ## format the code and sort the imports
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .

lock: ## compile requirements*.in to exact versions with hashes
	tools/with-pip-tools.sh $(LOCK) --output-file requirements.txt requirements.in
	tools/with-pip-tools.sh $(LOCK) --output-file requirements-dev.txt requirements-dev.in
	tools/with-pip-tools.sh $(LOCK) --output-file requirements-spark.txt requirements-spark.in

sbom: $(VENV)/.runtime ## write docs/sbom.cdx.json (CycloneDX) and docs/licences.md of the locked requirements
	tools/sbom.sh $(VENV)

clean: ## remove the environment and caches; the data stay
	rm -rf $(VENV) .venv-spark .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.runtime: requirements.txt tools/install.sh
	tools/install.sh $(VENV) requirements.txt
	touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt tools/install.sh
	tools/install.sh $(VENV) requirements.txt requirements-dev.txt
	touch $(VENV)/.runtime $@
