"""`tap demo`."""

from __future__ import annotations

from rich.console import Console

from tap_cli.app import Door
from tap_cli.deployment import demo as deployment
from tap_cli.deployment.summary import WIDTH, summary


def demo(environment: str = "dev", /, *, workstation: Door) -> None:
    """Deploy an environment to an emulated AWS, check it, invoke it, and show it.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    report = deployment.demo(
        workstation, environment, lambda title, seconds: console.print(f"{seconds:6.1f} s  {title}")
    )
    console.print(summary(report))
