"""The policy that a data source `aws_iam_policy_document` spells in blocks, as a document.

Source: AWS provider documentation of that data source, and what provider 5.100 computes; `&{...}` stands for IAM's own
`${...}`. A block that cannot be read stays in the document as it is: what it grants is undecided, never nothing.

For a call of the same function in a Pulumi program, the runner computes the text itself: the program may read it while
it runs (`json.loads(document.json)`), and the runner shares no import with the rest. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from stack_parity.model.values import Text, Value, content_of

NEWEST: Final = "2012-10-17"
"""The version of the policy language in which the provider writes, if not told otherwise."""

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}


def policy_document(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the document.

    Sources come first, then the data source's own statements, then overrides; a statement whose `Sid` stands already
    takes the place of the earlier one, and the highest version of them holds.

    Args:
        attributes: of the data source, in the normal form.
    """
    version: Value = attributes.get("version") or NEWEST
    statements: list[Value] = []
    for source in _list(attributes.get("source_policy_documents")):
        version = _merge_document(statements, version, source)
    _merge(statements, (_statement(item) for item in _list(attributes.get("statement"))))
    for source in _list(attributes.get("override_policy_documents")):
        version = _merge_document(statements, version, source)
    return {"Version": version, "Statement": statements}


def _merge_document(statements: list[Value], version: Value, source: Value) -> Value:
    """Merge a whole document in and return the version that then holds."""
    content = content_of(source)
    if not isinstance(content, dict):
        statements.append(content)
        return version
    _merge(statements, _list(content.get("Statement")))
    other = content.get("Version")
    return max(version, other) if isinstance(version, str) and isinstance(other, str) else version


def _merge(statements: list[Value], more: Iterable[Value]) -> None:
    """Add statements; one with a `Sid` that stands already takes the place of the earlier one."""
    for statement in more:
        sid = _sid(statement)
        places = [index for index, known in enumerate(statements) if sid and _sid(known) == sid]
        if places:
            statements[places[0]] = statement
        else:
            statements.append(statement)


def _sid(statement: Value) -> Value:
    return statement.get("Sid") if isinstance(statement, dict) else None


def _statement(block: Value) -> Value:
    if not isinstance(block, dict):
        return block
    statement: dict[str, Value] = {"Sid": block["sid"]} if block.get("sid") else {}
    statement["Effect"] = block.get("effect") or "Allow"
    for key, name in _LISTS.items():
        if given := _list(block.get(key)):
            statement[name] = [_variables(item) for item in given]
    for key, name in _PRINCIPALS.items():
        if given := _list(block.get(key)):
            statement[name] = _principals(given)
    if given := _list(block.get("condition")):
        statement["Condition"] = _conditions(given)
    return statement


def _principals(blocks: list[Value]) -> Value:
    """Return the identifiers of all blocks by type; the first block that cannot be read, where there is one."""
    merged: dict[str, list[Value]] = {}
    for block in blocks:
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            return block
        identifiers = merged.setdefault(str(block["type"]), [])
        identifiers.extend(_variables(item) for item in _list(block.get("identifiers")))
    return "*" if merged == {"*": ["*"]} else {kind: list(found) for kind, found in merged.items()}


def _conditions(blocks: list[Value]) -> Value:
    """Return the values of all blocks by test and variable; the first that cannot be read, where there is one."""
    merged: dict[str, dict[str, list[Value]]] = {}
    for block in blocks:
        if not isinstance(block, dict) or not all(isinstance(block.get(key), str) for key in ("test", "variable")):
            return block
        variable = str(_variables(block["variable"]))
        values = merged.setdefault(str(block["test"]), {}).setdefault(variable, [])
        values.extend(_variables(item) for item in _list(block.get("values")))
    return {test: {key: list(values) for key, values in keys.items()} for test, keys in merged.items()}


def _list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _variables(value: Value) -> Value:
    if isinstance(value, Text):
        return Text(tuple(part.replace("&{", "${") if isinstance(part, str) else part for part in value.parts))
    return value.replace("&{", "${") if isinstance(value, str) else value
