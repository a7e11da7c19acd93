"""The policy that a data source `aws_iam_policy_document` spells in blocks, as a document.

Source: AWS provider documentation of that data source; `&{...}` stands for IAM's own `${...}`.

For a call of the same function in a Pulumi program, the runner computes the text itself: the program may read it while
it runs (`json.loads(document.json)`), and the runner shares no import with the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from stack_parity.model.values import Value, content_of

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}


def policy_document(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the document.

    Args:
        attributes: of the data source, in the normal form.
    """
    statements: list[Value] = []
    for key in ("source_policy_documents", "override_policy_documents"):
        for source in _list(attributes.get(key)):
            content = content_of(source)
            statements.extend(_list(content.get("Statement")) if isinstance(content, dict) else [content])
    statements.extend(_statement(item) for item in _blocks(attributes, "statement"))
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(block: Mapping[str, Value]) -> dict[str, Value]:
    statement: dict[str, Value] = {"Effect": block.get("effect", "Allow")}
    for key, name in _LISTS.items():
        if key in block:
            statement[name] = [_variables(item) for item in _list(block[key])]
    for key, name in _PRINCIPALS.items():
        blocks = _blocks(block, key)
        if blocks:
            principals: dict[str, Value] = {str(item.get("type")): item.get("identifiers") for item in blocks}
            statement[name] = "*" if principals == {"*": ["*"]} else principals
    conditions: dict[str, dict[str, Value]] = defaultdict(dict)
    for item in _blocks(block, "condition"):
        values = [_variables(entry) for entry in _list(item.get("values"))]
        conditions[str(item.get("test"))][str(item.get("variable"))] = values
    if conditions:
        statement["Condition"] = {operator: dict(keys) for operator, keys in conditions.items()}
    return statement


def _blocks(block: Mapping[str, Value], key: str) -> list[dict[str, Value]]:
    """Return the blocks of a name."""
    return [item for item in _list(block.get(key)) if isinstance(item, dict)]


def _list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _variables(value: Value) -> Value:
    return value.replace("&{", "${") if isinstance(value, str) else value
