"""`tap diagram`."""

from __future__ import annotations

from pathlib import Path

from tap_cli.app import Door
from tap_cli.deployment.diagram import svg as picture
from tap_cli.deployment.diagram import text
from tap_cli.deployment.diagram.graph import read_graph
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.synthesis import read_synthesized
from tap_cli.errors import UserError


def diagram(environment: str, /, *, svg: Path | None = None, workstation: Door) -> None:
    """Draw the architecture of an environment from what is synthesized for it, as text or as a picture.

    Args:
        environment: The name of a file in environments/.
        svg: The file that takes the picture, in SVG; without one, the text is printed.
        workstation: The checkout and its user.
    """
    region = find_environment(workstation.project, environment).settings.region
    if svg is not None:
        _check_place(svg)
    graph = read_graph(read_synthesized(workstation, environment))
    title = graph.title(environment, region)
    if svg is None:
        print(title, "", *text.draw(graph), sep="\n")
        return
    try:
        svg.write_text(picture.draw(graph, title), "utf-8")
    except OSError as error:
        raise UserError(f"{svg} cannot be written: {error.strerror}. Name another file.") from None
    print(f"{svg}: {title}")


def _check_place(file: Path) -> None:
    if not file.parent.is_dir():
        raise UserError(f"{file} cannot be written: there is no folder {file.parent}. Make it, or name another file.")
    if file.is_dir():
        raise UserError(f"{file} cannot be written: it is a folder. Name a file in it.")
