"""`tap environments`."""

from __future__ import annotations

import json
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Column, Table

from tap_cli.app import Door
from tap_cli.deployment.environments import read_environments
from tap_cli.deployment.settings_table import rows, settings_of
from tap_stack.settings.switches import switches

WIDTH: Final = 160
"""Columns of the table where no terminal says otherwise."""


def environments(*, all_: bool = False, json_: bool = False, workstation: Door) -> None:
    """List the environments, with the settings in which they differ, and what production has off and why.

    Args:
        all_: Also the settings in which they do not differ.
        json_: Every setting of every environment, as JSON.
        workstation: The checkout and its user.
    """
    project = workstation.project
    deployments = read_environments(project)
    settings = {name: settings_of(project, one) for name, one in deployments.items()}
    if json_:
        print(json.dumps(settings, indent=2, ensure_ascii=False))
        return
    found = rows(list(settings.values()))
    shown = [row for row in found if all_ or row.differs]
    table = Table(
        Column("setting", no_wrap=True), *(Column(name, overflow="fold") for name in settings), box=box.SIMPLE
    )
    for row in shown:
        table.add_row(row.path, *row.texts())
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = WIDTH
    console.print(table)
    if same := len(found) - len(shown):
        settings_are = "setting is" if same == 1 else "settings are"
        console.print(f"{same} {settings_are} the same in all {len(settings)}: --all shows them too")
    for name, deployment in deployments.items():
        if deployment.settings.profile:
            off = [f"  {one.setting}: {one.when_off}" for one in switches(deployment) if one.value is None]
            title = f"Off in {name}, profile {deployment.settings.profile}"
            console.print(*([f"{title}:", *off] if off else [f"{title}: nothing"]), sep="\n")
