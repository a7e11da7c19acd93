"""What the sample app's environments synthesize to, and in what they differ, as files that a reviewer reads."""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from pytest_cdktf import SynthesizedStack, TextSnapshot
from tap_stack import DeploymentSettings
from tests.sample_app.sample import ENVIRONMENT_NAMES

pytestmark = pytest.mark.remedy(
    "The sample app changed. `make snapshots` accepts what it synthesizes now, and shows the difference."
)


@pytest.mark.parametrize("name", ENVIRONMENT_NAMES)
def test_snapshot(name: str, sample_stacks: dict[str, SynthesizedStack], stack_snapshot: SnapshotAssertion) -> None:
    assert sample_stacks[name] == stack_snapshot


def test_snapshot_of_the_differences(
    sample_environments: dict[str, DeploymentSettings], snapshot: SnapshotAssertion
) -> None:
    assert difference_table(sample_environments) == snapshot(extension_class=TextSnapshot)


def difference_table(environments: dict[str, DeploymentSettings]) -> str:
    """Draw every setting in which the environments differ, one line each."""
    flat = {name: dict(_flat(_as_in_a_file(deployment))) for name, deployment in environments.items()}
    names = sorted({key for values in flat.values() for key in values})
    rows = [["setting", *environments]]
    for name in names:
        values = [str(values.get(name, "-")) for values in flat.values()]
        if len(set(values)) > 1:
            rows.append([name, *values])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _as_in_a_file(deployment: DeploymentSettings) -> dict[str, object]:
    values = deployment.model_dump(mode="json")
    return {**values.pop("settings"), **values}


def _flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value
