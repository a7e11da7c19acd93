"""A region that AWS does not have is refused before anything is made, wherever settings name one."""

import json
from collections.abc import Callable
from pathlib import Path

import botocore
import pytest

from tap_stack import FunctionSettings, Settings, SettingsError, load_environment
from tap_stack.settings.regions import PARTITIONS as OURS
from tap_stack.settings.regions import REGIONS
from tests.support.project import HANDLER

PARTITIONS = Path(botocore.__file__).with_name("data") / "partitions.json"


def test_the_regions_are_those_of_the_installed_botocore() -> None:
    partitions = json.loads(PARTITIONS.read_text("utf-8"))["partitions"]
    listed = {
        partition["id"]: {region for region in partition["regions"] if not region.endswith("-global")}
        for partition in partitions
    }
    assert listed == {partition: set(regions) for partition, regions in OURS.items()}


@pytest.mark.parametrize(
    "field",
    [
        {"dead_letters": "arn:aws:sqs:us-gov-west-1:123456789012:events"},
        {"permissions_boundary_arn": "arn:aws:iam::123456789012:policy/bound"},
        {"kms_key": "arn:aws:kms:us-gov-west-1:123456789012:key/a"},
    ],
    ids=lambda field: next(iter(field)),
)
def test_an_arn_of_another_partition_is_refused(field: dict[str, str]) -> None:
    right = {name: arn.replace("arn:aws:", "arn:aws-us-gov:") for name, arn in field.items()}
    Settings(environment="test", region="us-gov-west-1", function=FunctionSettings(code=HANDLER, **right))  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="of the partition aws") as caught:
        Settings(environment="test", region="us-gov-west-1", function=FunctionSettings(code=HANDLER, **field))  # type: ignore[arg-type]
    assert "arn:aws-us-gov:" in caught.value.faults[0].remedy


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_region_is_welcome(region: str) -> None:
    assert Settings(environment="test", region=region, function=FunctionSettings(code=HANDLER)).region == region


@pytest.mark.parametrize(
    "region",
    [
        "eu-west-7",
        "eu-west",
        "EU-WEST-1",
        "eu-west-1 ",
        "eu-west-1\n",
        "eu-west-1a",
        "eu-west-\N{ARABIC-INDIC DIGIT ONE}",
        "aws-global",
        "",
    ],
)
def test_a_region_that_aws_does_not_have_is_refused(region: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(environment="test", region=region, function=FunctionSettings(code=HANDLER))
    (fault,) = caught.value.faults
    assert fault.where == "Settings: region"
    assert fault.found == repr(region)
    assert fault.rule == "an AWS region such as eu-west-1"


def test_the_nearest_region_is_named(project: Callable[..., Path]) -> None:
    state = '[state]\ntype = "s3"\nbucket = "tap-state"\nregion = "us-east1"\n'
    folder = project(dev=f'region = "eu-wst-1"\n{state}')
    with pytest.raises(SettingsError) as caught:
        load_environment(folder / "dev.toml")
    assert {fault.where: fault.remedy for fault in caught.value.faults} == {
        "environments/dev.toml: region": "write 'eu-west-1'",
        "environments/dev.toml: state.region": "write 'us-east-1'",
    }
