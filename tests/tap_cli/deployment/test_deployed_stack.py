import json
from pathlib import Path

from tap_cli.deployment.deployed_stack import read_stack


def test_references_are_resolved_from_the_state(tmp_path: Path) -> None:
    (tmp_path / "cdk.tf.json").write_text(
        json.dumps(
            {
                "resource": {
                    "aws_iam_role": {"Role": {"//": {"metadata": {}}, "name": "r"}},
                    "aws_lambda_function": {
                        "Function": {
                            "role": "${aws_iam_role.Role.arn}",
                            "layers": ["arn:${data.aws_partition.P.partition}:x:${data.aws_partition.P.id}"],
                            "timeout": 60,
                        }
                    },
                }
            }
        )
    )
    state = {
        "outputs": {"region": {"value": "eu-west-1", "type": "string"}},
        "resources": [
            {"mode": "managed", "type": "aws_iam_role", "name": "Role", "instances": [{"attributes": {"arn": "A"}}]},
            {
                "mode": "data",
                "type": "aws_partition",
                "name": "P",
                "instances": [{"attributes": {"partition": "aws", "id": "i"}}],
            },
        ],
    }

    stack = read_stack(tmp_path, state)

    assert stack.resources == {
        "aws_iam_role": {"Role": {"name": "r"}},
        "aws_lambda_function": {"Function": {"role": "A", "layers": ["arn:aws:x:i"], "timeout": 60}},
    }
    assert stack.outputs == {"region": "eu-west-1"}
    assert stack.count() == 2
