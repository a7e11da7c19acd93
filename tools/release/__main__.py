"""`python -m tools.release`: build every distribution into dist/, check it, and install each alone."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tools.release.building import BuildError, build
from tools.release.checking import faults
from tools.release.clean_environment import CleanEnvironment
from tools.release.distributions import ROOT, Distribution, read_distributions

OUTPUT: Final = ROOT / "dist"


def main() -> int:
    """Make the release; return 1 where something is wrong with it. Nothing is published or tagged."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    distributions = read_distributions()
    try:
        found = [fault for one in distributions for fault in faults(one, build(one, OUTPUT))]
    except BuildError as error:
        found = [str(error)]
    for distribution in () if found else distributions:
        start = time.monotonic()
        found += _install(distribution)
        print(f"{time.monotonic() - start:6.1f} s  {distribution.name} installed alone, its doors opened", flush=True)
    print("\n".join(found) or f"{len(distributions)} wheels and source archives in {OUTPUT.name}/. Nothing was tagged.")
    return int(bool(found))


def _install(distribution: Distribution) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        environment = CleanEnvironment(Path(folder, "venv"))
        failed = environment.install(distribution.name, OUTPUT)
        return [f"{distribution.name}: {failed}"] if failed else environment.open_doors(distribution)


if __name__ == "__main__":
    sys.exit(main())
