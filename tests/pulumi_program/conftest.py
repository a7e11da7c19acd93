"""Runs Pulumi code of this project under Pulumi's mocks."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from pulumi.runtime import config, mocks, settings, stack

from tests.pulumi_program.deployment import Deployment, Monitor, Run


@pytest.fixture
def run() -> Iterator[Run]:
    """Run a function as a Pulumi program of project `tap`."""
    loop = asyncio.new_event_loop()

    def run(program: Callable[[], object], stack_name: str = "dev", **configuration: str) -> Deployment:
        deployment = Deployment()
        asyncio.set_event_loop(loop)
        settings.ROOT.set(None)
        monitor = Monitor(deployment)
        mocks.set_mocks(monitor.mocks, "tap", stack_name, preview=False, monitor=monitor)
        loop.run_until_complete(stack.wait_for_rpcs())
        settings.ROOT.set(None)
        deployment.resources.clear()
        config.set_all_config(configuration)

        def execute() -> None:
            program()

        loop.run_until_complete(stack.run_in_stack(execute))
        return deployment

    yield run
    settings.ROOT.set(None)
    asyncio.set_event_loop(None)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
