# Every target is one call of a verb of `tap`: what it does, says and refuses is written and tested in Python.
# make itself answers 2 for every failure; for the verb's own exit code call .venv/bin/tap, such as: .venv/bin/tap plan dev
PYTHON ?= python3
PORT ?= 0
TAP = .venv/bin/python -m tap_cli
# The environment that the caller names, also an empty one; none where the caller names none.
NAMED = $(if $(filter-out undefined default,$(origin ENV)),"$(ENV)")

.DEFAULT_GOAL := help
.PHONY: help setup doctor clean demo test coverage check fix snapshots reference compare truth bulk torture bench docs emulator plan deploy destroy scan audit sbom lock release

help: ## list the targets
	@$(PYTHON) -m tap_cli.makefile_help Makefile

setup: ## make all that the project needs: Python packages, Node, the cdktf CLI, Terraform
	@$(PYTHON) -m tap_cli setup

doctor: ## look at everything that the project needs: each found, or missing with its remedy
	@$(PYTHON) -m tap_cli doctor

clean: ## remove what set-up, the demo and a synthesis made; no state is touched
	@$(PYTHON) -m tap_cli clean

demo: setup ## deploy an environment to an emulated AWS, check it, invoke it: make demo ENV=prod
	@$(TAP) demo $(NAMED)

test: setup ## run every test, several at a time
	@$(TAP) test

coverage: setup ## run every test and measure what they reach
	@$(TAP) coverage

check: setup ## format, lint and types: looks, changes nothing
	@$(TAP) check

fix: setup ## format, and correct what the linter can
	@$(TAP) fix

snapshots: setup ## accept what is synthesized now, and show what changed
	@$(TAP) snapshots

reference: setup ## write what is made from the code: docs/settings.md and environments/schema.json
	@$(TAP) reference

compare: setup ## compare the Pulumi version with this one: every environment, or one: make compare ENV=dev
	@$(TAP) compare $(NAMED)

truth: setup ## try the comparison where it is known what it must say, and print how often it does
	@$(TAP) truth

bulk: setup ## try 31,000 inputs, valid and broken: each is taken faithfully or refused clearly: a quarter of an hour
	@$(TAP) bulk

torture: setup ## kill deployments and let AWS fail, and count what one recovery brings back: hours
	@$(TAP) torture

bench: setup ## measure what a synth costs, against the peers: half an hour
	@$(TAP) bench

docs: setup ## make the documentation as a site, build/site/, and check every link in it
	@$(TAP) docs

emulator: setup ## keep an emulated AWS up, and print the variables to use it: make emulator PORT=5000
	@$(TAP) emulator --port $(PORT)

plan: setup ## on AWS: show what would change: make plan ENV=dev; `tap plan dev` has an exit code for it, 2
	@$(TAP) plan $(NAMED)

deploy: setup ## on AWS: deploy an environment, after a question: make deploy ENV=dev
	@$(TAP) deploy $(NAMED)

destroy: setup ## on AWS: destroy an environment, after a question: make destroy ENV=dev
	@$(TAP) destroy $(NAMED)

scan: setup ## scan the plan of every environment; every finding needs its reason
	@$(TAP) scan

audit: setup ## ask for known faults of every locked package; fails when nobody can be asked
	@$(TAP) audit

sbom: setup ## write the bill of materials of both lock files: sbom.json, in CycloneDX's form
	@$(TAP) sbom

lock: setup ## resolve Pipfile and package.json anew, and lock the AWS provider
	@$(TAP) lock

release: setup ## build every wheel into dist/, check it, install it alone; nothing is published or tagged
	@$(TAP) release
