"""Which resource of an export is which of a configuration, what it is imported by, and what is refused."""

import copy
from pathlib import Path
from typing import Any

import pytest

from stack_parity import InputError, match_export, translate
from stack_parity.aws import schema
from stack_parity.aws.import_ids import BY_ID, FORMATS, IMPOSSIBLE, import_id
from stack_parity.sources.pulumi import capture
from tests.support.service import write_export, write_service
from tools.truth.by_type import serverless
from tools.truth.pulumi_files import export_of


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takeover")
    write_service(folder / "orders")
    translate([str(folder / "orders"), "--out", str(folder / "terraform")], variables={"PATH": ""})
    return folder


@pytest.fixture(scope="module")
def export(project: Path) -> dict[str, Any]:
    registered = capture(project / "orders", "dev")
    target = next(one.urn for one in registered.resources if one.type.endswith(":EventTarget"))
    return export_of(registered, {target: {"event_bus_name": "default"}})


def match(project: Path, export: dict[str, Any], tmp_path: Path) -> Any:
    return match_export(write_export(tmp_path / "export.json", export), project / "terraform" / "dev")


def test_every_resource_has_its_partner_and_its_id(project: Path, export: dict[str, Any], tmp_path: Path) -> None:
    found = match(project, export, tmp_path)
    assert {one.address: one.id for one in found.resources}["aws_lambda_permission.nightly"] == "orders/nightly"
    assert len(found.resources) == 13
    assert [one.address for one in found.resources if one.protected] == ["aws_cloudwatch_log_group.logs"]


def test_what_keeps_it_from_being_taken_over_is_said(project: Path, export: dict[str, Any], tmp_path: Path) -> None:
    def refused(change: Any) -> str:
        changed = copy.deepcopy(export)
        change(changed["deployment"])
        with pytest.raises(InputError) as caught:
            match(project, changed, tmp_path)
        return str(caught.value)

    def of(deployment: Any, urn: str) -> Any:
        return next(one for one in deployment["resources"] if one["urn"].endswith(urn))

    assert "pending_operations" in refused(lambda deployment: deployment.update(pending_operations=[{"type": "x"}]))
    lost = refused(lambda deployment: deployment["resources"].remove(of(deployment, "Topic::alarms")))
    assert "aws_sns_topic.alarms: no resource of the export is its origin" in lost
    other = refused(lambda deployment: of(deployment, "Queue::orders")["inputs"].update(visibilityTimeoutSeconds=91))
    assert "They do not say the same (DIFFERENT: 1 difference" in other
    assert {"90", "91"} <= {*other.replace("|", " ").split()}
    without = refused(lambda deployment: of(deployment, "Mapping::orders")["outputs"].pop("id"))
    assert "the export lacks what makes the import id of aws_lambda_event_source_mapping" in without


def test_formats_are_of_types_and_attributes_that_the_provider_has() -> None:
    for type_, form in FORMATS.items():
        known = schema.of(type_)
        assert known is not None, type_
        names = [part.partition("}")[0] for part in form.split("{")[1:]]
        assert [name for name in names if name not in (*known.attributes, "id")] == [], type_
        assert import_id(type_, {name: name for name in names}) == (
            None if form == IMPOSSIBLE else form.replace("{", "").replace("}", "")
        )


def test_every_type_of_the_domain_has_a_format() -> None:
    by_id = [type_ for type_ in serverless() if type_ not in FORMATS]
    known = [schema.of(type_) for type_ in by_id]
    assert BY_ID == "{id}"
    assert [one for one in known if one is None] == []
