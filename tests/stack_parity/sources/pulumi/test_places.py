"""Where a Pulumi program registers each resource: the innermost line of its own code."""

import json
from pathlib import Path

import pytest

from stack_parity.model.program import Place
from stack_parity.sources.pulumi import capture, read_export
from stack_parity.sources.pulumi.registered import to_program
from tests.stack_parity.sources.pulumi.conftest import Write

STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"
QUEUE = "urn:pulumi:dev::p::aws:sqs/queue:Queue::q"


def test_a_run_tells_the_line(write: Write) -> None:
    folder = write(
        """\
        import pulumi_aws as aws
        from lib.shop import Shop

        aws.sqs.Queue("plain")
        Shop("shop")
        """,
        {
            "lib/shop.py": """\
            import pulumi
            import pulumi_aws as aws

            class Shop(pulumi.ComponentResource):
                def __init__(self, name):
                    super().__init__("my:lib:Shop", name)
                    self.queue(f"{name}-queue")

                def queue(self, name):
                    return aws.sqs.Queue(
                        name, opts=pulumi.ResourceOptions(parent=self))
            """
        },
    )
    program = to_program(capture(folder, None), kind="Pulumi program", folder=folder)
    places = {resource.name: resource.place for resource in program.resources.values()}
    assert places == {"plain": Place("project/__main__.py", 4), "shop-queue": Place("project/lib/shop.py", 10)}


@pytest.mark.parametrize(
    ("position", "place"),
    [
        ("project:///index.ts#7,12", Place("index.ts", 7)),
        ("project:///a%20b/c.py#3", Place("a b/c.py", 3)),
        ("", None),
        ("somewhere", None),
        (5, None),
        ("project:///x.py#" + "9" * 5000, None),
    ],
)
def test_a_file_tells_what_the_engine_wrote(tmp_path: Path, position: object, place: Place | None) -> None:
    queue = {"urn": QUEUE, "type": "aws:sqs/queue:Queue", "custom": True, "inputs": {}, "sourcePosition": position}
    file = tmp_path / "stack.json"
    file.write_text(
        json.dumps({"version": 3, "deployment": {"resources": [{"urn": STACK, "type": "pulumi:pulumi:Stack"}, queue]}})
    )
    program = to_program(read_export(file), kind="Pulumi export", folder=None)
    assert program.resources[QUEUE].place == place
