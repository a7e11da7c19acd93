"""The one door to the AWS provider's bindings: nothing else in this package names `cdktf_cdktf_provider_aws`."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.data_aws_partition import DataAwsPartition
from cdktf_cdktf_provider_aws.data_aws_region import DataAwsRegion
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_function import (
    LambdaFunction,
    LambdaFunctionEnvironment,
    LambdaFunctionEphemeralStorage,
    LambdaFunctionLoggingConfig,
    LambdaFunctionTracingConfig,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider

__all__ = [
    "AwsProvider",
    "CloudwatchLogGroup",
    "DataAwsCallerIdentity",
    "DataAwsPartition",
    "DataAwsRegion",
    "IamRole",
    "IamRolePolicy",
    "LambdaFunction",
    "LambdaFunctionEnvironment",
    "LambdaFunctionEphemeralStorage",
    "LambdaFunctionLoggingConfig",
    "LambdaFunctionTracingConfig",
]
