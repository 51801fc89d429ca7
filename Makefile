SHELL := /bin/bash
PACKAGE := up42_jobs
VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
ZIP := dist/$(PACKAGE)-$(VERSION).zip
PORT ?= 8042
VARIANT ?=
SHAPES ?=
CASES ?= 2000
COUNT ?= 60
SEED ?= 0
PYTHON := .venv/bin/python
# pytest-qgis ends the process where there is neither a screen nor this.
export QT_QPA_PLATFORM ?= offscreen
# QGIS takes the Python that stands first on PATH for its own, and only the system's one sees PyQGIS.
export PATH := /usr/bin:$(PATH)

.PHONY: help setup setup-sdk demo run sandbox test test-moments variants torture fuzz torture-dock test-newest test-qt6 lint format bench guide translations package clean

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## system packages, virtual environment, development tools (the other targets do this automatically)
	@tools/setup.sh

setup-sdk: setup
	@tools/setup_sdk.sh

demo: setup ## the main job from end to end in the real dock against the Sandbox, into build/demo
	$(PYTHON) tools/demo.py

run: setup ## QGIS with the plugin in a profile of its own
	@tools/run_qgis.sh

sandbox: ## the Sandbox alone until interrupted: make sandbox PORT=8042 NOW=2028-02-29T12:00:00Z VARIANT=stac-strict,basic
	@tools/setup.sh >&2
	@exec $(PYTHON) tools/run_sandbox.py $(PORT) $(if $(NOW),--now $(NOW)) $(if $(VARIANT),--variant $(VARIANT))

variants: setup ## the main job through the use cases against every Sandbox variant and all pairs of them
	$(PYTHON) tools/variants.py $(SHAPES)

test: setup-sdk ## all tests: unit and service without QGIS first, then QGIS, dock and the official SDK
	@tools/run_tests.sh $(PYTHON) tests/torture tests/qgis tests/ui tests/sdk

test-moments: setup ## service tests at seeded moments between 2024 and 2032: make test-moments COUNT=60
	@tools/run_moments.sh $(PYTHON) $(COUNT) tests/service

torture: setup ## live jobs under every fault and SIGKILL, thousands of seeded cases: make torture CASES=2000 SEED=0
	$(PYTHON) tests/torture/run.py --cases $(CASES) --seed $(SEED)
	$(PYTHON) tests/torture/worlds.py --cases $$(( ($(CASES) + 19) / 20 )) --seed $(SEED)
	$(PYTHON) tests/torture/areas.py --cases $$(( ($(CASES) + 4) / 5 )) --seed $(SEED)
	QT_QPA_PLATFORM=offscreen $(PYTHON) tests/torture/watches.py --cases $$(( ($(CASES) + 9) / 10 )) --seed $(SEED)

fuzz: setup ## hostile answers to every call of both clients, seeded: make fuzz CASES=10000 SEED=0
	$(PYTHON) tests/fuzz/run.py --cases $(CASES) --seed $(SEED)

torture-dock: setup ## every fault at every step of the dock, of which make test has some
	FAULTS=all $(PYTHON) -m pytest -q -p no:unraisableexception --reruns 1 tests/ui/test_dock_faults.py

test-newest: ## the same tests on the newest QGIS of Debian, in a folder of its own that is kept
	@tools/newest_qgis.sh

test-qt6: ## the same tests and the demo on a QGIS on Qt 6, built once from Debian's sources in a folder that is kept
	@tools/qt6_qgis.sh

lint: setup ## ruff, mypy strict with the types of PyQt5 and PyQt6, plain English, the store's scanners on the built zip
	@tools/lint.sh

format: setup
	.venv-tools/bin/ruff check --fix .

bench: setup ## benchmarks, into build/bench.json
	$(PYTHON) tools/bench.py

guide: setup ## the user guide from docs/guide, with pictures of the demo, into resources/guide
	$(PYTHON) tools/guide_pictures.py
	.venv-tools/bin/python tools/guide_pages.py

translations: setup ## the texts of the code into resources/i18n, where their translations are kept, and the .qm files
	/usr/bin/python3 tools/translations.py

package: setup ## the zip for the plugin store, from what is committed
	@tools/package.sh $(ZIP)

clean: ## everything that was built; virtual environments and other QGIS stay
	rm -rf build dist
