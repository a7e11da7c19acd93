"""What a difference touches, worst first: who may reach what, then data, then behaviour, then names.

Decided by the resource's type and the attribute's path alone, by words that AWS's own names hold.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from stack_parity.aws.identity import NAMES
from stack_parity.compare.verdicts import WHOLE


class Concern(StrEnum):
    """What a difference touches; the members stand worst first."""

    EXPOSURE = "exposure"
    DATA = "data"
    BEHAVIOUR = "behaviour"
    NAMES = "names"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for the worst."""
        return list(Concern).index(self)


_EXPOSED_TYPES: Final = re.compile(
    r"^aws_(iam_|lambda_permission|lambda_function_url|.*security_group|network_acl|.*_policy(_|$)|.*public_access"
    r"|.*_acl$|.*authorizer|.*_grant$|cognito_|organizations_|ram_|verifiedaccess_|waf)"
)
_EXPOSED_PATHS: Final = re.compile(
    r"(^|[._])(trust|permissions?|policy|policies|principal|assume_role_policy|acl|authorization\w*|authorizer\w*"
    r"|publicly_accessible|public|ingress|egress|cidr\w*|security_groups?|security_group_ids|role|internal|cors\w*"
    r"|map_public_ip_on_launch|api_key_required|endpoint_public_access|allowed_account_ids)([._:\[ ]|$)"
)
_DATA_TYPES: Final = re.compile(
    r"^aws_(kms_|dynamodb_table|s3_bucket|db_|rds_|efs_|ebs_|backup_|secretsmanager_|ssm_parameter|redshift"
    r"|elasticache|opensearch|docdb|neptune|kinesis_stream|cloudwatch_log_group|ecr_repository)"
)
_DATA_PATHS: Final = re.compile(
    r"kms|encrypt|(^|[._])sse|retention|backup|versioning|deletion_protection|prevent_destroy|point_in_time"
    r"|force_destroy|final_snapshot|recovery_window|(^|[._])lifecycle|dead_letter|tls|ssl|certificate"
)
_NAME_PATHS: Final = re.compile(r"^(tags|tags_all|description|comment|names of policies)([.\[]|$)|\(names\)$")


def concern_of(type_: str, path: str) -> Concern:
    """Return what a difference in one attribute of one type touches."""
    if path == WHOLE:
        if _EXPOSED_TYPES.search(type_):
            return Concern.EXPOSURE
        return Concern.DATA if _DATA_TYPES.search(type_) else Concern.BEHAVIOUR
    if _NAME_PATHS.search(path) or path == NAMES.get(type_):
        return Concern.NAMES
    if _EXPOSED_PATHS.search(path) or (_EXPOSED_TYPES.search(type_) and type_ != "aws_iam_role"):
        return Concern.EXPOSURE
    return Concern.DATA if _DATA_PATHS.search(path) else Concern.BEHAVIOUR
