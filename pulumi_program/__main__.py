"""The program that `pulumi up` runs: one TapStack for the selected stack, and its exports."""

import pulumi
from component import TapStack
from configuration import read_args

tap_stack = TapStack("tap", read_args(pulumi.get_stack()))

pulumi.export("lambda_function_name", tap_stack.function.name)
pulumi.export("lambda_function_arn", tap_stack.function.arn)
pulumi.export("lambda_role_arn", tap_stack.role.arn)
pulumi.export("cloudwatch_log_group", tap_stack.log_group.name)
pulumi.export("environment_suffix", tap_stack.args.environment)
pulumi.export("region", tap_stack.args.region)
pulumi.export("memory_size", tap_stack.function.memory_size)
pulumi.export("timeout", tap_stack.function.timeout)
pulumi.export("runtime", tap_stack.function.runtime)
