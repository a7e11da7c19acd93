"""What would leave deployed resources behind: a state used in another account, region, project or environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tap_cli.toolchain.origin import Origin

SETTINGS: Final = {
    "region": 'the setting `region` to "{0}"',
    "project": 'the setting `project` to "{0}"',
    "environment": "the file's name to {0}.toml",
}
"""What an environment's file says of a deployment, and how it is set back."""


def find_moves(state: str, deployed: Origin, written: Origin) -> list[str]:
    """Compare what is deployed with what is written.

    Args:
        state: where the state lies, for people.
        deployed: what the state says.
        written: what the settings and the credentials say.

    Returns:
        A message with its remedy for each difference.
    """
    found = []
    if deployed.account and written.account and deployed.account != written.account:
        found.append(account_message(state, deployed.account, written.account))
    for field, (before, after) in differing(deployed, written).items():
        found.append(setting_message(state, field, before, after))
    return found


def differing(deployed: Origin, written: Origin) -> Mapping[str, tuple[str, str]]:
    """Return each setting that both know and that differs, as it is deployed and as it is written."""
    pairs = {field: (getattr(deployed, field), getattr(written, field)) for field in SETTINGS}
    return {field: pair for field, pair in pairs.items() if all(pair) and pair[0] != pair[1]}


def account_message(state: str, deployed: str, caller: str) -> str:
    """Say that a state belongs to another account."""
    return (
        f"The state {state} belongs to account {deployed}, and your credentials and endpoint lead to account {caller}. "
        f"A state belongs to one AWS: Terraform would take all of it for deleted and forget it. "
        f"Use the credentials of account {deployed}, with no AWS_ENDPOINT_URL of an emulator unless it was deployed "
        f"there. To deploy to account {caller} too, add a file to environments/; to try, run make demo. "
        f"If nothing of it exists any more, such as after an emulator has ended, move the state file away."
    )


def setting_message(state: str, field: str, deployed: str, written: str) -> str:
    """Say that a setting would move what is deployed."""
    return (
        f"The state {state} was deployed with {field} {deployed}, and the settings say {written}. "
        f"What is deployed would be replaced, or stay behind where no state knows it. "
        f"To move it on purpose: set {SETTINGS[field].format(deployed)}, destroy it with cdktf destroy or tap destroy, "
        f"then write {written} and deploy. To have both, add a file to environments/ and leave this one as it was."
    )
