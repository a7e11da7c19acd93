"""The AWS provider: where Terraform gets it, as the user asks, from the registry, or from a mirror where that is away.

The first that applies:
1. a mirror that the user names in TAP_PROVIDER_MIRROR;
2. the user's own Terraform CLI configuration, whatever it says;
3. a folder that Terraform itself prefers to the registry (its documentation: implied local mirror directories);
4. the registry, where it answers;
5. a mirror in a usual place of this machine;
6. the registry all the same, whose error then says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.mirror import PROVIDER, USUAL_ROOTS, Mirror, below_usual_roots, first_mirror, use_mirror
from tap_cli.toolchain.provider_lock import locked_version
from tap_cli.toolchain.registry import HOST, is_reachable
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "The AWS provider"
MIRROR_VARIABLE: Final = "TAP_PROVIDER_MIRROR"
"""Names the folder of a mirror (`terraform providers mirror`) to use instead of the registry."""


@dataclass(frozen=True)
class ProviderSource(Found):
    """Where the provider comes from.

    Attributes:
        cli_config: the Terraform CLI configuration that says so; None where Terraform finds out by itself.
        is_registry: whether it is downloaded, so that Terraform can also lock its checksums for other platforms.
    """

    cli_config: Path | None
    is_registry: bool


def find(workstation: Workstation) -> ProviderSource:
    """Find the provider's source, and write the Terraform CLI configuration that a mirror needs.

    Raises:
        UserError: the mirror that the user names holds no version that will do.
    """
    if named := workstation.variables.get(MIRROR_VARIABLE):
        return _from_mirror(workstation, _named(Path(named)), f"as {MIRROR_VARIABLE} says")
    if own := _own_config(workstation):
        return ProviderSource(own, "", f"as {own} says", own, is_registry=False)
    if implied := first_mirror(_implied(workstation)):
        return _from_mirror(workstation, implied, "where Terraform looks first")
    if not is_reachable() and (mirror := first_mirror(below_usual_roots())):
        return _from_mirror(workstation, mirror, f"because {HOST} does not answer")
    return ProviderSource(workstation.project.plugin_cache, "", "from the public registry", None, is_registry=True)


def steps(_: Workstation) -> tuple[Step, ...]:
    """Return no step: Terraform itself gets the provider, at the first `init`."""
    return ()


def advice(source: ProviderSource) -> str:
    """Say what to do when Terraform did not get the provider from its source."""
    return (
        f"Terraform did not get the provider {PROVIDER} ({source.origin}). Check the network; without one, unpack a "
        f"mirror (terraform providers mirror) and name it in {MIRROR_VARIABLE}, or put it into ~/.terraform.d/plugins "
        f"or one of {', '.join(USUAL_ROOTS)}, or name a Terraform CLI configuration in TF_CLI_CONFIG_FILE. Where the "
        "source has another version than the locked one, run: make lock"
    )


def _named(folder: Path) -> Mirror:
    mirror = first_mirror([folder])
    if mirror is None:
        raise UserError(
            f"{MIRROR_VARIABLE} names {folder}, which holds no version of {PROVIDER} that will do for this machine. "
            f"Expected is <host>/{PROVIDER}/<version>/<platform>/, as `terraform providers mirror` unpacks it."
        )
    return mirror


def _from_mirror(workstation: Workstation, mirror: Mirror, reason: str) -> ProviderSource:
    config = workstation.project.tools / "terraform.rc"
    use_mirror(mirror, config)
    lock = locked_version(workstation.project)
    other = f" (locked is {lock})" if lock not in ("", mirror.version) else ""
    origin = f"{mirror.version}{other} from the mirror {mirror.folder}, {reason}"
    return ProviderSource(mirror.folder, mirror.version, origin, config, is_registry=False)


def _own_config(workstation: Workstation) -> Path | None:
    """Return the user's own configuration, where Terraform looks for it; None where the named file does not exist."""
    variables = workstation.variables
    named = variables.get("TF_CLI_CONFIG_FILE") or variables.get("TERRAFORM_CONFIG")
    file = Path(named) if named else workstation.home / ".terraformrc"
    try:
        if not file.is_file():
            return None
        file.open("rb").close()
        return file
    except OSError as error:
        raise UserError(
            f"{file} is to say where Terraform gets providers, and cannot be read: {error.strerror}. Correct the path, "
            "or unset TF_CLI_CONFIG_FILE."
        ) from None


def _implied(workstation: Workstation) -> list[Path]:
    data = Path(workstation.variables.get("XDG_DATA_HOME", workstation.home / ".local" / "share"))
    return [workstation.home / ".terraform.d" / "plugins", data / "terraform" / "plugins"]
