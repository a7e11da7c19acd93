"""`tap demo`."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tap_cli.app import Door
from tap_cli.deployment import demo as deployment
from tap_cli.deployment.kept_demo import stay_up
from tap_cli.deployment.summary import WIDTH, summary
from tap_cli.toolchain.set_up import set_up


def demo(environment: str = "dev", /, *, keep: bool = False, workstation: Door) -> None:
    """Deploy an environment to an emulated AWS, check it, invoke it, and show it.

    Args:
        environment: The name of a file in environments/.
        keep: Leave it up until Ctrl-C, to try things with it.
        workstation: The checkout and its user.
    """
    if workstation.project.is_own:
        set_up(workstation)  # in the checkout `make demo` has done so
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH

    columns = TextColumn("  [progress.elapsed]now[/]  {task.description} …"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as live:
        task = live.add_task("", total=None)

        def show(report: deployment.DemoReport) -> None:
            live.stop()
            console.print(summary(report))

        report = deployment.demo(
            workstation,
            environment,
            lambda title, seconds: console.print(f"{seconds:6.1f} s  {title}"),
            lambda report, aws: stay_up(report, aws, lambda: show(report)) if keep else None,
            lambda title: live.reset(task, description=title),
        )
        if not keep:
            show(report)
