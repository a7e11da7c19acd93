"""A program whose components live in a library folder."""

import pulumi
from lib.service import Service, ServiceArgs  # type: ignore[import-not-found]  # found when the program runs

service = Service("orders", ServiceArgs(memory=256))
pulumi.export("serviceArn", service.function.arn)
