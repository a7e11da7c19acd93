"""The configuration that a plan was made from, where it lies beside it.

A plan names what a value is made from, and not how: `x.arn` and `"${x.arn}/*"` are one in it. It holds no `lifecycle`.
The `cdk.tf.json` in its folder tells both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

from stack_parity.errors import InputError
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Unknown, Value, walk
from stack_parity.sources.terraform.configuration import read_configuration
from stack_parity.sources.terraform.files import read_json
from stack_parity.sources.terraform.lifecycle import RULES
from stack_parity.sources.terraform.plan_configuration import without_instances

CONFIGURATION: Final = "cdk.tf.json"


def configuration_beside(file: Path, addresses: Collection[str]) -> Program | None:
    """Return the configuration in the folder of a plan; None where there is none that holds the same resources.

    Args:
        file: the plan.
        addresses: of the resources and data sources of its root module, without instances.
    """
    try:
        beside = file.with_name(CONFIGURATION)
        written = read_configuration(read_json(beside), beside, None) if beside.is_file() else None
    except (InputError, OSError):
        return None
    held = {without_instances(address) for address in (*written.resources, *written.data)} if written else set[str]()
    return written if written and held == set(addresses) else None


def completed(program: Program, written: Program | None) -> Program:
    """Return a plan's program with what its configuration tells besides; without one, what it never holds is untold."""
    if written is None:
        return replace(program, untold=RULES)

    def each(resource: Resource) -> Resource:
        source = written.resources.get(resource.address) or written.data.get(resource.address)
        if source is None:
            return resource
        attributes = {key: _as_written(value, source.attributes.get(key)) for key, value in resource.attributes.items()}
        rules = {key: value for key, value in source.attributes.items() if key in RULES}
        return replace(resource, attributes={**attributes, **rules})

    return replace(
        program,
        resources={address: each(resource) for address, resource in program.resources.items()},
        data={address: each(source) for address, source in program.data.items()},
        outputs={name: _as_written(value, written.outputs.get(name)) for name, value in program.outputs.items()},
    )


def _as_written(planned: Value, written: Value) -> Value:
    """Return what is written where the plan leaves a part open."""
    is_open = planned is None or any(isinstance(part, Unknown) for part in walk(planned))
    return written if is_open and written is not None else planned
