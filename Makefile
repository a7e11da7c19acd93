# Every target is one line that calls a module: what it does, says and refuses is written and tested in Python.
PYTHON ?= python3
ENV ?= dev
PORT ?= 0
RUN = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage check fix snapshots reference compare bench emulator plan deploy destroy lock

help: ## list the targets
	@$(PYTHON) -m tap_cli.toolchain.makehelp Makefile

setup: ## make all that the project needs: Python packages, Node, the cdktf CLI, Terraform
	@$(PYTHON) -m tap_cli.toolchain

demo: setup ## deploy an environment to an emulated AWS, check it, invoke it: make demo ENV=prod
	@$(RUN) tap_cli demo --env $(ENV)

test: setup ## run every test, several at a time
	@$(RUN) pytest -n auto --dist loadgroup --no-loadscope-reorder

coverage: setup ## run every test and measure what they reach: fails below the share in pyproject.toml
	@$(RUN) pytest -n auto --dist loadgroup --no-loadscope-reorder --cov

check: setup ## format, lint and types: looks, changes nothing
	@$(RUN) tap_cli.quality check

fix: setup ## format, and correct what the linter can
	@$(RUN) tap_cli.quality fix

snapshots: setup ## accept what is synthesized now, and show what changed
	@$(RUN) tap_cli.quality snapshots

reference: setup ## write what is made from the code: docs/settings.md and environments/schema.json
	@$(RUN) docs.generate

compare: setup ## compare the Pulumi version with this one: every environment, or one: make compare ENV=dev
	@$(RUN) product.compare $(if $(filter file,$(origin ENV)),,--env $(ENV))

bench: setup ## measure what a synth costs, against the peers: half an hour
	@$(RUN) benchmarks --project

emulator: setup ## keep an emulated AWS up, and print the variables to use it: make emulator PORT=5000
	@$(RUN) tap_cli emulator --port $(PORT)

plan: setup ## on AWS: show what would change; exit code 2 where something would
	@$(RUN) tap_cli plan --env $(ENV)

deploy: setup ## on AWS: deploy an environment, after a question
	@$(RUN) tap_cli deploy --env $(ENV)

destroy: setup ## on AWS: destroy an environment, after a question
	@$(RUN) tap_cli destroy --env $(ENV)

lock: setup ## resolve Pipfile and package.json anew
	@$(PYTHON) -m tap_cli.toolchain.lock_files write
