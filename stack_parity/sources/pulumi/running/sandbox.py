"""Walls around a stranger's program: a file system of what it needs, no network, no other process.

Both kinds show the same: the system's programs and libraries, the Python that runs the program, the runner, and the
program's own checkout, all read-only; an own `/tmp`, which is its home; an own process space; nothing else.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

SYSTEM: Final = tuple(
    Path(path)
    for path in (
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/ssl",
        "/etc/pki", "/etc/mime.types", "/etc/localtime",
    )
)  # fmt: skip
"""What programs of any kind need of the machine; no user's file is there."""
HOME: Final = "/tmp/home"  # noqa: S108 - inside the sandbox, where /tmp is its own
PATH: Final = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
_TMP_BYTES: Final = 512 * 2**20
_PROBE_SECONDS: Final = 20
_KERNEL: Final = tuple(Path("/proc") / name for name in ("sys", "sysrq-trigger", "irq", "bus"))
"""Settings of the machine, which the process of an administrator could write without any capability."""
_NAMESPACES: Final = (
    "--user",
    "--map-root-user",
    "--net",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount",
    "--ipc",
    "--uts",
)
_BUILD: Final = """
set -e
root=$1 size=$2 folder=$3; shift 3
mount -t tmpfs -o "mode=755,size=$size" none "$root"
mkdir -p "$root/proc" "$root/dev" "$root/tmp"
mount -t tmpfs -o "mode=1777,size=$size" none "$root/tmp"
mkdir "$root/tmp/home"
while [ "$1" != -- ]; do
  if [ -L "$1" ]; then ln -s "$(readlink "$1")" "$root$1"
  else
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")"; : > "$root$1"; fi
    mount --rbind "$1" "$root$1"
    mount -o remount,bind,ro "$root$1"
  fi
  shift
done
shift
mount -t proc none "$root/proc"
for part in sys sysrq-trigger irq bus; do
  [ -e "$root/proc/$part" ] || continue
  mount --bind "$root/proc/$part" "$root/proc/$part"
  mount -o remount,bind,ro "$root/proc/$part"
done
for device in null zero random urandom; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -o remount,ro "$root"
exec chroot "$root" setpriv --no-new-privs --bounding-set=-all --inh-caps=-all env --chdir="$folder" "$@"
"""


class Kind(StrEnum):
    """The walls that can be had, best first."""

    BUBBLEWRAP = "bubblewrap"
    NAMESPACES = "namespaces of the kernel"
    NONE = "none"


@dataclass(frozen=True)
class Walls:
    """What stands between a program and this machine."""

    kind: Kind
    tool: str = ""
    """The program that builds them."""


@dataclass(frozen=True)
class View:
    """What a program may see: folders and files to read, and where it starts."""

    readable: tuple[Path, ...]
    folder: Path


def confined(walls: Walls, command: Sequence[str], view: View, root: Path) -> list[str]:
    """Return the command that runs another one behind walls.

    Args:
        walls: which ones.
        command: what to run.
        view: what it may see.
        root: an empty folder on which the walls may be built.
    """
    if walls.kind is Kind.BUBBLEWRAP:
        return [walls.tool, *_bubblewrap(command, view)]
    return [walls.tool, *_namespaces(command, view, root)] if walls.kind is Kind.NAMESPACES else list(command)


@cache
def best_walls(path: str | None) -> Walls:
    """Return the best walls that work on this machine.

    Args:
        path: PATH, where the tools are looked for.
    """
    for kind, tool in ((Kind.BUBBLEWRAP, "bwrap"), (Kind.NAMESPACES, "unshare")):
        found = shutil.which(tool, path=path)
        if found and _work(walls := Walls(kind, found)):
            return walls
    return Walls(Kind.NONE)


def _work(walls: Walls) -> bool:
    with tempfile.TemporaryDirectory(prefix="parity-") as root:
        command = confined(walls, ["/usr/bin/true"], View((), Path("/")), Path(root))
        try:
            tried = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PROBE_SECONDS,
                env={"PATH": PATH},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return tried.returncode == 0


def _shown(view: View) -> list[Path]:
    """Return what is shown, folders before what is inside them."""
    return [path for path in (*SYSTEM, *sorted(view.readable)) if path.exists()]


def _bubblewrap(command: Sequence[str], view: View) -> list[str]:
    shown: list[str] = []
    for path in _shown(view):
        shown += (
            ["--symlink", str(path.readlink()), str(path)] if path.is_symlink() else ["--ro-bind", *[str(path)] * 2]
        )
    return [
        *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--hostname", "parity"),
        *("--size", str(_TMP_BYTES), "--tmpfs", "/tmp", "--dir", HOME),  # noqa: S108 - the sandbox's own
        *shown,
        *("--proc", "/proc", "--dev", "/dev"),
        *(word for part in _KERNEL if part.exists() for word in ("--ro-bind", str(part), str(part))),
        *("--remount-ro", "/", "--chdir", str(view.folder), "--"),
        *command,
    ]


def _namespaces(command: Sequence[str], view: View, root: Path) -> list[str]:
    build = ["/bin/sh", "-c", _BUILD, "build", str(root), str(_TMP_BYTES), str(view.folder)]
    return [*_NAMESPACES, "--", *build, *map(str, _shown(view)), "--", *command]
