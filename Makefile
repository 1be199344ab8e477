# What a stranger needs: make demo, make test. What a developer needs: make check, make catalogues, make bench.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Our own code is compiled once and not at each start, whatever the machine says; tests start many processes.
export PYTHONDONTWRITEBYTECODE :=
READY := $(VENV)/.ready

.PHONY: demo test soak check format docs catalogues bench lock redaction-report clean

demo: $(READY)
	$(BIN)/belboom demo

# One worker more than cores: journeys wait for the network of this machine now and then.
test: $(READY)
	$(BIN)/pytest -n $$(( $$($(BIN)/python -c 'import os; print(os.cpu_count() or 1)') + 1 )) --dist loadgroup $(ARGS)

soak: $(READY)
	$(BIN)/pytest -n auto --dist loadgroup -m 'soak or hypothesis' --hypothesis-profile soak --timeout 900 $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m locales.extract --check
	$(BIN)/python -m docs.generate --check

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)
	$(BIN)/python -m docs.generate

catalogues: $(READY)
	$(BIN)/python -m locales.extract

bench: $(READY)
	$(BIN)/python -m tests.bench

redaction-report: $(READY)
	$(BIN)/python -m storage.redaction.report tests/data/corpus.jsonl tests/data/sentences_own.jsonl tests/data/batch*.txt

# The environment is made once, from the lock file and nothing else, and again when that changes.
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Belboom needs Python 3.11 or newer; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .demo build *.egg-info
