"""plan, deploy and destroy: where it goes is said and checked, a saved plan is shown, approved and applied exactly."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from tap_cli.deployment.approval import ask_for, check_can_ask
from tap_cli.deployment.changes import Changes
from tap_cli.deployment.existing import check_nothing_exists
from tap_cli.deployment.replaced_code import note_replaced_code
from tap_cli.deployment.saved_plan import check_configuration, check_state
from tap_cli.deployment.target import Announce, target
from tap_cli.toolchain.backend_record import RECORD
from tap_cli.toolchain.workstation import Workstation


def plan(
    workstation: Workstation, name: str, announce: Announce, out: Path | None = None, *, skip_synth: bool = False
) -> bool:
    """Show what a deployment would change; return whether it would change anything.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know.
        out: keeps the plan for `deploy`; it holds what may be secret, so only its owner may read it.
        skip_synth: take the output that is there.

    Raises:
        UserError: the app or Terraform failed; exit code 3 where somebody else holds the lock.
    """
    with target(workstation, name, announce, skip_synth=skip_synth) as aim:
        saved = aim.terraform.scratch / "plan"
        changes = aim.terraform.plan(saved)
        show(changes, announce)
        check_nothing_exists(aim, changes)
        if out is not None:
            shutil.move(saved, out)
            announce(f"The plan is in {out}. Apply exactly this: tap deploy {name} --plan {out}")
        return bool(changes)


def deploy(
    workstation: Workstation,
    name: str,
    announce: Announce,
    *,
    approved: bool = False,
    plan: Path | None = None,
    skip_synth: bool = False,
) -> None:
    """Deploy an environment: plan, show, ask, apply exactly that, and prove by another plan that nothing is left.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know.
        approved: nobody is asked.
        plan: one that `plan` kept, in place of a new one; keeping it was the approval.
        skip_synth: take the output that is there.

    Raises:
        UserError: what is in the way, what failed, and whether a lock is left.
    """
    admit = partial(check_can_ask, name, approved or plan is not None)
    with target(workstation, name, announce, admit, skip_synth=skip_synth) as aim:
        saved = plan or aim.terraform.scratch / "plan"
        if plan is not None:
            check_configuration(plan, aim.terraform.stack)
            check_state(plan, aim.terraform.state())
        else:
            note_replaced_code(aim)
        changes = aim.terraform.read_plan(saved) if plan else aim.terraform.plan(saved)
        show(changes, announce)
        if not changes:
            announce(f"{name}: nothing to do.")
            return
        check_nothing_exists(aim, changes)
        if not approved and plan is None:
            ask_for(name, changes.count())
        aim.apply(saved)
        aim.prove_settled()
        announce(f"{name}: deployed: {changes.count()}; a further plan is empty.")


def destroy(workstation: Workstation, name: str, announce: Announce, *, approved: bool = False) -> None:
    """Destroy an environment: plan, show, ask, apply exactly that.

    Raises:
        UserError: as `deploy`.
    """
    with target(workstation, name, announce, partial(check_can_ask, name, approved)) as aim:
        saved = aim.terraform.scratch / "plan"
        changes = aim.terraform.plan(saved, "-destroy")
        show(changes, announce)
        if not changes:
            announce(f"{name}: nothing to do.")
            return
        if not approved:
            ask_for(name, changes.count())
        aim.apply(saved)
        (aim.terraform.stack / RECORD).unlink(missing_ok=True)  # its file may now be deleted, and nothing is left of it
        announce(f"{name}: destroyed: {changes.count()}.")


def show(changes: Changes, announce: Announce) -> None:
    """Tell the user what a plan would change."""
    for line in changes.describe() if changes else ["No changes."]:
        announce(line)
