"""`python -m product.security`: judge the permissions of every environment, and write docs/security.md's figures."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from product.security.figures import DOCUMENT, write_into
from product.security.role import Place, Role, read_role
from product.security.simulator import JudgeError
from product.security.verdict import judge_every_action, judge_roles
from tap_cli.toolchain.project import PROJECT

ACCOUNT: Final = "123456789012"
SYNTH_SECONDS: Final = 300


def main() -> int:
    """Judge and write; exit code 1 where a verdict is not as promised, 3 where nothing could be judged."""
    try:
        roles = _synthesized_roles()
        verdicts = [*judge_roles(roles).items(), *((name, judge_every_action(role)) for name, role in roles.items())]
    except (JudgeError, subprocess.SubprocessError) as error:
        print(f"security: {error}", file=sys.stderr)
        return 3
    faults = [f"{name}: {fault}" for name, verdict in verdicts for fault in verdict.faults]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    print(f"{sum(verdict.judged for _, verdict in verdicts)} requests judged, {len(faults)} otherwise than promised")
    DOCUMENT.write_text(write_into(DOCUMENT.read_text("utf-8"), roles), "utf-8")
    return 1 if faults else 0


def _synthesized_roles() -> dict[str, Role]:
    app = shlex.split(json.loads((PROJECT.root / "cdktf.json").read_text("utf-8"))["app"])
    with tempfile.TemporaryDirectory() as folder:
        variables = {**os.environ, "CDKTF_OUTDIR": folder}
        subprocess.run(app, cwd=PROJECT.root, env=variables, check=True, capture_output=True, timeout=SYNTH_SECONDS)
        stacks = sorted(file.parent for file in Path(folder).glob("stacks/*/cdk.tf.json"))
        return {stack.name: read_role(stack, Place("aws", _region(stack), ACCOUNT)) for stack in stacks}


def _region(stack: Path) -> str:
    (provider,) = json.loads((stack / "cdk.tf.json").read_text("utf-8"))["provider"]["aws"]
    region: str = provider["region"]
    return region


if __name__ == "__main__":
    sys.exit(main())
