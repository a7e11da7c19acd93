"""A service written by hand, with everything a reviewer looks at: the program that is mutated as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stack_parity.model.program import Program
from stack_parity.normalize.documents import read_documents
from stack_parity.sources.terraform.configuration import read_configuration

Json = dict[str, Any]


def service() -> Program:
    """Return the program, its documents read so that they can be changed."""
    return read_documents(read_configuration(document(), Path("main.tf.json"), "service"))


def _policy(*statements: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def document() -> Json:
    """Return the service as a configuration."""
    functions = {name: _function(name) for name in ("public", "payroll")}
    return {
        "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "far", "region": "us-east-1"}]},
        "resource": {
            "aws_dynamodb_table": {name: _table(name) for name in functions},
            "aws_sqs_queue": {name: {"name": name, "visibility_timeout_seconds": 60} for name in functions},
            "aws_sqs_queue_policy": {
                "public": {
                    "queue_url": "${aws_sqs_queue.public.url}",
                    "policy": _policy(
                        {
                            "Effect": "Allow",
                            "Action": "sqs:SendMessage",
                            "Resource": "${aws_sqs_queue.public.arn}",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
                        }
                    ),
                }
            },
            "aws_iam_role": {name: _role(name) for name in functions},
            "aws_iam_role_policy": {name: _grant(name) for name in functions},
            "aws_cloudwatch_log_group": {
                name: {"name": f"/aws/lambda/{name}", "retention_in_days": 14} for name in functions
            },
            "aws_lambda_function": functions,
            "aws_lambda_event_source_mapping": {
                name: {
                    "event_source_arn": f"${{aws_sqs_queue.{name}.arn}}",
                    "function_name": f"${{aws_lambda_function.{name}.arn}}",
                    "batch_size": 5,
                }
                for name in functions
            },
        },
        "output": {"url": {"value": "${aws_sqs_queue.public.url}"}, "stage": {"value": "dev"}},
    }


def _table(name: str) -> Json:
    return {
        "name": name,
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "range_key": "at",
        "attribute": [{"name": "id", "type": "S"}, {"name": "at", "type": "N"}],
    }


def _role(name: str) -> Json:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    return {"name": f"{name}-role", "assume_role_policy": _policy(trust)}


def _grant(name: str) -> Json:
    return {
        "name": f"{name}-grant",
        "role": f"${{aws_iam_role.{name}.name}}",
        "policy": _policy(
            {
                "Effect": "Allow",
                "Action": "dynamodb:GetItem",
                "Resource": f"${{aws_dynamodb_table.{name}.arn}}",
                "Condition": {"StringEquals": {"aws:PrincipalTag/team": "sales"}},
            }
        ),
    }


def _function(name: str) -> Json:
    return {
        "function_name": name,
        "role": f"${{aws_iam_role.{name}.arn}}",
        "runtime": "python3.12",
        "handler": f"{name}.handle",
        "memory_size": 256,
        "layers": [
            "arn:aws:lambda:eu-west-1:123456789012:layer:a:1",
            "arn:aws:lambda:eu-west-1:123456789012:layer:b:1",
        ],
        "environment": [{"variables": {"TABLE": f"${{aws_dynamodb_table.{name}.name}}", "LEVEL": "INFO"}}],
        "depends_on": [f"aws_cloudwatch_log_group.{name}"],
    }
