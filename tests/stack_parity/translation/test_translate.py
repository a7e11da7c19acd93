"""`stack-parity translate`: a whole project as Terraform JSON, or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from stack_parity import translate
from stack_parity.__main__ import main
from stack_parity.emit import emit
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import SEALED, Ref, Unknown
from stack_parity.sources.detection import find
from stack_parity.sources.pulumi import capture
from tools.truth.pulumi_files import export_of

PROGRAM = """
import pulumi, pulumi_aws as aws
config = pulumi.Config()
shared = aws.s3.Bucket.get("shared", "shared-bucket")
queue = aws.sqs.Queue("jobs", visibility_timeout_seconds=config.require_int("seconds"),
    opts=pulumi.ResourceOptions(retain_on_delete=True, ignore_changes=["tags"], protect=True,
        aliases=[pulumi.Alias(name="work")]))
aws.ssm.Parameter("key", name="/shop/key", type="SecureString", value=config.require_secret("key"))
aws.ssm.Parameter("bucket", name="/shop/bucket", type="String", value=shared.arn)
pulumi.export("queue", queue.url)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    settings = "config:\n  aws:region: eu-west-1\n  shop:seconds: 45\n  shop:key: {secure: AAAA}\n"
    (folder / "Pulumi.dev.yaml").write_text(settings)
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


def test_a_project_becomes_a_folder_for_each_stack(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = tmp_path / "export.json"
    document = export_of(capture(project, "dev"))
    for one in document["deployment"]["resources"]:
        if one["urn"].endswith("::jobs"):
            one["outputs"]["name"] = "jobs-3f2a91c"
    exported.write_text(json.dumps(document))
    out = tmp_path / "made" / "terraform"

    code = translate([str(project), "--out", str(out), "--names-from", str(exported)], variables={"PATH": ""})

    said = capsys.readouterr().out
    written: dict[str, Any] = json.loads((out / "dev" / "main.tf.json").read_text())
    assert written["resource"]["aws_sqs_queue"]["jobs"] == {
        "name": "jobs-3f2a91c",
        "visibility_timeout_seconds": "${var.seconds}",
        "lifecycle": {"ignore_changes": ["tags"], "prevent_destroy": True},
    }
    secrets = [name for name, body in written["variable"].items() if body.get("sensitive")]
    values = {one["value"] for one in written["resource"]["aws_ssm_parameter"].values()}
    assert values == {f"${{var.{name}}}" for name in secrets}
    assert written["provider"]["aws"][0]["region"] == "${var.aws_region}"
    for words in (
        "bucket:Bucket shared: the program reads it",
        "jobs retainOnDelete",
        "jobs aliases",
        "not run: there is",
    ):
        assert words in said
    assert "SAME: 1 environment" in said
    assert code == 1  # something is left out
    assert find(out).loaders.keys() == find(out / "dev").loaders.keys() == {"dev"}
    assert [one.name for one in out.parent.iterdir()] == ["terraform"]


def test_nothing_is_written_where_something_is_wrong(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine").touch()
    new = tmp_path / "new"
    for arguments, words in (
        ([str(tmp_path), "--out", str(new)], "no Pulumi project"),
        ([str(project), "--out", str(kept)], "there already"),
        ([str(project), "--out", str(new), "--stack", "prod"], "no stack prod"),
        ([str(project), "--out", str(new), "--names-from", str(project / "gone.json")], "gone.json"),
    ):
        assert main(["translate", *arguments]) == 2
        assert words in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept"]


def test_a_secret_that_is_not_known_is_a_sensitive_variable() -> None:
    parameter = Resource("p", "aws_ssm_parameter", "p", {"value": Unknown("a secret", expression=SEALED, place="d")})
    document: Any = emit(Program("p", "test", "dev", {"p": parameter})).document
    assert [one["sensitive"] for one in document["variable"].values()] == [True]


def test_a_package_stands_with_its_hash_and_what_is_not_made_is_a_variable() -> None:
    bucket = Resource("b", "aws_s3_bucket", "b", {}, external="shared")
    user = Resource("p", "aws_ssm_parameter", "p", {"value": Ref("b", "arn")})
    written = emit(Program("p", "test", "dev", {"b": bucket, "p": user}))
    document: Any = written.document
    assert document["resource"].keys() == {"aws_ssm_parameter"}
    assert written.left_out.keys() == {"b"}
    assert written.variables == {"arn_1": Ref("b", "arn")}
