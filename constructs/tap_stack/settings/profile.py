"""Profiles: what settings are where they are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tap_stack.settings.fields import OWN
from tap_stack.settings.model import SettingsModel

PROFILE: Final = "profile"
"""The setting that names a profile."""

PROFILES: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "production": {
        "function": {"kms_key": OWN, "dead_letters": OWN, "prevent_destroy": True},
        "logs": {"kms_key": OWN, "retention_days": 365, "prevent_destroy": True},
    }
}
"""By profile and group, the values of the settings that are left out: all that need nothing from outside the stack."""


def filled_from_profile(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with what they leave out filled from the profile that they name; what they say stays.

    Args:
        values: the groups, each as a table or as built settings; whether they are right is checked afterwards.
    """
    name = values.get(PROFILE)
    groups = PROFILES.get(name, {}) if isinstance(name, str) else {}
    return {**values, **{group: _filled(values.get(group, {}), fill) for group, fill in groups.items()}}


def _filled(group: object, fill: Mapping[str, Any]) -> object:
    match group:
        case Mapping():
            return {**fill, **group}
        case SettingsModel():
            return group.model_copy(update={key: fill[key] for key in fill.keys() - group.model_fields_set})
    return group
