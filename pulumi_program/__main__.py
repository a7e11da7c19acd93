"""The program that `pulumi up` runs: one TapStack for the selected stack, what stands beside it, and its exports."""

import pulumi
from component import HttpApi, Monitoring, TapStack
from configuration import read_args, read_http_api, read_monitoring

tap_stack = TapStack("tap", read_args(pulumi.get_stack()))
http_api = HttpApi("api", api, tap_stack) if (api := read_http_api()) else None
if monitoring := read_monitoring():
    Monitoring("monitoring", monitoring, tap_stack.args, api=http_api)

pulumi.export("lambda_function_name", tap_stack.function.name)
pulumi.export("lambda_function_arn", tap_stack.function.arn)
pulumi.export("lambda_role_arn", tap_stack.role.arn)
pulumi.export("cloudwatch_log_group", tap_stack.log_group.name)
pulumi.export("environment_suffix", tap_stack.args.environment)
pulumi.export("region", tap_stack.args.region)
pulumi.export("memory_size", tap_stack.function.memory_size)
pulumi.export("timeout", tap_stack.function.timeout)
pulumi.export("runtime", tap_stack.function.runtime)
if http_api:
    pulumi.export("api_gateway_id", http_api.api.id)
    pulumi.export("api_gateway_url", http_api.stage.invoke_url)
