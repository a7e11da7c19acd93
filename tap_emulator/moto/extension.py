"""Puts this project's classes in the place of moto's."""

from moto.awslambda import models, responses
from moto.logs import responses as log_responses

from tap_emulator.invocation import Runner
from tap_emulator.moto.invoke import InvokingResponse
from tap_emulator.moto.mended import MendedLogsResponse
from tap_emulator.moto.runnable_function import RunnableFunction


def install(runner: Runner) -> None:
    """Make moto's Lambda run functions in ``runner``; to be called before the first request to it."""
    RunnableFunction.runner = runner
    vars(models)["LambdaFunction"] = RunnableFunction
    vars(responses)["LambdaResponse"] = InvokingResponse
    vars(log_responses)["LogsResponse"] = MendedLogsResponse
