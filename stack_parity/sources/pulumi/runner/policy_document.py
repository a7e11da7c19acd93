"""`aws.iam.getPolicyDocument`, computed: a pure function of its arguments, in the provider as here.

`stack_parity.iam.policy_document` does the same for Terraform's data source, on values with references inside. Here the
program may read the text while it runs (`json.loads(document.json)`), and this process imports nothing of the rest.
Source of the rules: the AWS provider's documentation of `aws_iam_policy_document`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

TOKEN: Final = "aws:iam/getPolicyDocument:getPolicyDocument"  # noqa: S105 - the name of a function, not a password

_PLURALS: Final = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}
_PRINCIPALS: Final = {"principals": "Principal", "notPrincipals": "NotPrincipal"}


def document(arguments: Mapping[str, Any]) -> str:
    """Return the JSON text that the provider would compute from the function's arguments (wire names)."""
    sources = [json.loads(source) for source in arguments.get("sourcePolicyDocuments") or ()]
    overrides = [json.loads(source) for source in arguments.get("overridePolicyDocuments") or ()]
    statements: list[dict[str, Any]] = []
    for source in sources:
        _merge(statements, _statements_of(source))
    _merge(statements, [_statement(given) for given in arguments.get("statements") or ()])
    for source in overrides:
        _merge(statements, _statements_of(source))
    stated = arguments.get("version") or "2012-10-17"
    head = {"Version": max(stated, *(source.get("Version", "") for source in (*sources, *overrides)), "")}
    identifier = {"Id": arguments["policyId"]} if arguments.get("policyId") else {}
    return json.dumps({**head, **identifier, "Statement": statements})


def _merge(statements: list[dict[str, Any]], more: Iterable[dict[str, Any]]) -> None:
    """Add statements; one with a Sid that is there already takes the place of the earlier one."""
    for statement in more:
        places = {known["Sid"]: index for index, known in enumerate(statements) if known.get("Sid")}
        if statement.get("Sid") in places:
            statements[places[statement["Sid"]]] = statement
        else:
            statements.append(statement)


def _statements_of(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    statements = source.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": given["sid"]} if given.get("sid") else {}
    statement["Effect"] = given.get("effect", "Allow")
    statement |= {target: given[name] for name, target in _PLURALS.items() if given.get(name)}
    statement |= {target: _principals(given[name]) for name, target in _PRINCIPALS.items() if given.get(name)}
    condition: dict[str, dict[str, list[str]]] = {}
    for rule in given.get("conditions", ()):
        condition.setdefault(rule["test"], {}).setdefault(rule["variable"], []).extend(rule["values"])
    return {**statement, **({"Condition": condition} if condition else {})}


def _principals(given: Iterable[Mapping[str, Any]]) -> Any:
    merged: dict[str, list[str]] = {}
    for principal in given:
        merged.setdefault(principal["type"], []).extend(principal["identifiers"])
    return "*" if merged == {"*": ["*"]} else merged
