"""Changes inside of modules: a real plan of a module is changed value by value, and read and compared each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from stack_parity.sources.terraform.shown import read_shown
from tap_emulator import running
from tools.truth.figures import Figure
from tools.truth.judging import judge
from tools.truth.mutations import outcome, read_mutation
from tools.truth.plans import plan_of
from tools.truth.validation import Validator
from tools.truth.written import document

Json = dict[str, Any]


def module_figures(folder: Path, validator: Validator) -> Iterator[Figure]:
    """Yield what becomes of the plan of a service in a module, and of each change of a value in it."""
    file = _write(folder)
    with running() as aws:
        plan = plan_of(file.parent, validator, aws)
    origin = read_shown(plan, file)
    judgement = judge(origin, read_shown(deepcopy(plan), file))
    yield Figure(
        "a plan of a module and itself: nothing different",
        int(judgement.word != "different"),
        1,
        points=judgement.points,
    )
    open_anyway = {finding.text for finding in judgement.findings}
    bad = list[str]()
    tried = 0
    for address, name, changed in _changed_plans(plan):
        one = outcome(origin, read_mutation(origin, address, name, read_shown(changed, file)))
        elsewhere = [text for text in one.elsewhere if text not in open_anyway]
        tried += 1
        if elsewhere or not one.named:
            bad.append(f"{address}.{name}: {'; '.join(elsewhere) or 'not named'}")
    yield Figure("one change of a value in a module: named, and nothing else", tried - len(bad), tried, tuple(bad))


def _write(folder: Path) -> Path:
    """Write the service as a module and the configuration around it."""
    service = document()
    for function in service["resource"]["aws_lambda_function"].values():
        function |= {"s3_bucket": "packages", "s3_key": "service.zip"}
    inside = {key: service[key] for key in ("resource", "output")}
    around = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": [service["provider"]["aws"][0]]},
        "module": {"shop": {"source": "./shop"}},
        "output": {"url": {"value": "${module.shop.url}"}},
    }
    (folder / "shop").mkdir(parents=True)
    (folder / "shop" / "main.tf.json").write_text(json.dumps(inside), "utf-8")
    (folder / "main.tf.json").write_text(json.dumps(around), "utf-8")
    return folder / "plan.json"


def _changed_plans(plan: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield address, attribute and the plan with that one value changed, of what the module states."""
    written = plan["configuration"]["root_module"]["module_calls"]["shop"]["module"]["resources"]
    stated = {f"module.shop.{one['address']}": one.get("expressions", {}) for one in written}
    (module,) = plan["planned_values"]["root_module"]["child_modules"]
    for number, resource in enumerate(module["resources"]):
        for name, value in resource.get("values", {}).items():
            if isinstance(value, str | int) and name in stated[resource["address"]]:
                changed = deepcopy(plan)
                (held,) = changed["planned_values"]["root_module"]["child_modules"]
                held["resources"][number]["values"][name] = _other(value)
                yield resource["address"], name, changed


def _other(value: str | int) -> str | int:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value.replace("Allow", "Deny") if value.startswith("{") else f"{value}-changed"
