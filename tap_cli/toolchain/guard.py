"""A guard beside each synthesized stack whose local state knows resources: Terraform itself refuses to move them.

The guard is a file of its own, `deployed.tf.json`, so that `cdk.tf.json` is the same whatever is deployed. It declares
variables with what the state says, and conditions that hold as long as the stack stays where it is. Unlike a
precondition, the validation of a variable is an error in `terraform destroy`, too. Terraform cannot read the state in
a condition by itself: to close the file would release the lock that it holds on it (POSIX record locks).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tap_cli.toolchain.moves import account_message, differing, setting_message
from tap_cli.toolchain.origin import Json, Origin, origin_of_stack, origin_of_state

GUARD: Final = "deployed.tf.json"
IDENTITY: Final = "aws_caller_identity"


def place_guards(output: Path) -> None:
    """Put a guard beside each stack that has a local state with resources, and take away every other.

    Args:
        output: the folder of the synthesized stacks.
    """
    for stack in output.glob("stacks/*/cdk.tf.json"):
        file = stack.with_name(GUARD)
        variables = _variables(stack)
        if variables:
            file.write_text(json.dumps({"variable": variables}, indent=2), "utf-8")
        else:
            file.unlink(missing_ok=True)


def _variables(stack: Path) -> dict[str, Any]:
    synthesized = json.loads(stack.read_text("utf-8"))
    path = synthesized.get("terraform", {}).get("backend", {}).get("local", {}).get("path")
    state = stack.parent / path if path else None
    if state is None or not state.is_file():
        return {}
    deployed = origin_of_state(state.read_text("utf-8", "replace"))
    return _account(state.name, deployed, synthesized) | {
        f"deployed_{field}": _variable(
            f"deployed_{field}", before, json.dumps(after), setting_message(state.name, field, before, after)
        )
        for field, (before, after) in differing(deployed, origin_of_stack(synthesized)).items()
    }


def _account(state: str, deployed: Origin, synthesized: Json) -> dict[str, Any]:
    """Compare with the account that the provider reaches, which the stack's own data source says."""
    identity = next(iter(synthesized.get("data", {}).get(IDENTITY, {})), None)
    if deployed.account is None or identity is None:
        return {}
    caller = f"data.{IDENTITY}.{identity}.account_id"
    message = account_message(state, deployed.account, f"${{{caller}}}")
    return {"deployed_account": _variable("deployed_account", deployed.account, caller, message)}


def _variable(name: str, value: str, wanted: str, message: str) -> dict[str, Any]:
    """Return a variable that is refused unless an expression gives its value."""
    condition = f"${{var.{name} == {wanted}}}"
    return {"type": "string", "default": value, "validation": [{"condition": condition, "error_message": message}]}
