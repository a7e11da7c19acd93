"""Names of one and the same resource in AWS. Source: the AWS provider's documentation of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAME_AS: Final[Mapping[str, str]] = {
    "aws_alb": "aws_lb",
    "aws_alb_listener": "aws_lb_listener",
    "aws_alb_listener_certificate": "aws_lb_listener_certificate",
    "aws_alb_listener_rule": "aws_lb_listener_rule",
    "aws_alb_target_group": "aws_lb_target_group",
    "aws_alb_target_group_attachment": "aws_lb_target_group_attachment",
    "aws_s3_bucket_object": "aws_s3_object",
}
"""By an older name of a type, the name that it has now."""
