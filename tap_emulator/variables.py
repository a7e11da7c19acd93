"""The variables of a process in which no AWS SDK, no Terraform and no aws CLI can reach real AWS.

Every one of them obeys the same standard variables, so a program needs no setting of its own to talk to the emulator.
The variables are taken and given as a whole: an endpoint without dummy credentials would send real ones to it, and
dummy credentials without an endpoint would go to AWS.
"""

import os
import shlex
from collections.abc import Mapping

_OWN_PREFIX = "AWS_"
_LOOPBACK = ("127.0.0.1", "localhost")
_OF_THE_INTERPRETER = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")


def without_aws(base: Mapping[str, str]) -> dict[str, str]:
    """Return ``base`` without any ``AWS_*`` variable and with nothing for an SDK to find in files or metadata.

    Profiles, session tokens, roles, web identities and service-specific endpoints all live under that prefix.
    """
    kept = {name: value for name, value in base.items() if not name.startswith(_OWN_PREFIX)}
    return kept | {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def for_emulator(base: Mapping[str, str]) -> dict[str, str]:
    """Return all variables of the emulator's own process: of ``base`` no more than its interpreter needs to start.

    A function can read them (in ``/proc/<pid>/environ``), so nothing of the caller's may be among them.
    """
    return without_aws({name: base[name] for name in _OF_THE_INTERPRETER if name in base})


def for_clients(url: str, access_key_id: str, base: Mapping[str, str]) -> dict[str, str]:
    """Return all variables of a process that talks to the emulator at ``url``; they name no region."""
    return (
        without_aws(base)
        | {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": access_key_id,
            "AWS_SECRET_ACCESS_KEY": "emulator",
            # A fault of the emulator is deterministic: repeating a request that met one only delays the message.
            "AWS_MAX_ATTEMPTS": "3",
        }
        | bypassing_proxies(base)
    )


def bypassing_proxies(base: Mapping[str, str]) -> dict[str, str]:
    """Return ``NO_PROXY`` and ``no_proxy``: those of ``base`` and the loopback hosts."""
    named = [host.strip() for name in ("NO_PROXY", "no_proxy") for host in base.get(name, "").split(",")]
    hosts = ",".join(dict.fromkeys(host for host in (*named, *_LOOPBACK) if host))
    return {"NO_PROXY": hosts, "no_proxy": hosts}


def shell_line(wanted: Mapping[str, str], base: Mapping[str, str]) -> str:
    """Return the line that turns a shell whose variables are ``base`` into one that has the ``wanted`` ones."""
    stray = sorted(name for name in base if name not in wanted)
    new = [f"{name}={shlex.quote(value)}" for name, value in wanted.items() if base.get(name) != value]
    return "; ".join(" ".join([command, *words]) for command, words in (("unset", stray), ("export", new)) if words)
