"""The judge of single requests: AWS's evaluation of policies, by the library @cloud-copilot/iam-simulate under Node.

It knows every condition operator, missing keys, and the evaluation of trust across accounts.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from product.security.requests import Request
from product.security.role import Role
from tap_cli.toolchain import node
from tap_cli.toolchain.workstation import this_workstation

PROGRAM: Final = Path(__file__).with_name("simulate.mjs")
TIMEOUT_SECONDS: Final = 120


class JudgeError(Exception):
    """The judge could not be asked."""


def judge(cases: Sequence[tuple[Role, Request]]) -> list[bool]:
    """Return for each request whether IAM would allow it.

    Raises:
        JudgeError: the library is missing, or it refuses a policy or a request as malformed.
    """
    roles = list({id(role): role for role, _ in cases}.values())
    index = {id(role): number for number, role in enumerate(roles)}
    question = {
        "roles": [_as_json(role) for role in roles],
        "requests": [{**asdict(request), "role": index[id(role)]} for role, request in cases],
    }
    answer = subprocess.run(
        [node.find(this_workstation()).path, PROGRAM],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if answer.returncode:
        raise JudgeError(
            f"The judge of policies failed. Is it installed? make setup. It said:\n{answer.stderr.strip()}"
        )
    return [verdict == "Allowed" for verdict in json.loads(answer.stdout)]


def _as_json(role: Role) -> dict[str, object]:
    return {
        "session": role.session_arn,
        "account": role.place.account,
        "policies": [{"name": name, "policy": document} for name, document in role.policies.items()],
        "trust": role.trust,
    }
