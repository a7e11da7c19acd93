"""The sample app: what a user of this checkout changes."""

from tests.support.project import ROOT

ENVIRONMENTS = ROOT / "environments"
HANDLER = ROOT / "handler"
PULUMI = ROOT / "pulumi_program"
ENVIRONMENT_NAMES = sorted(file.stem for file in ENVIRONMENTS.glob("*.toml"))
PULUMI_NAMES = sorted(file.name.split(".")[1] for file in PULUMI.glob("Pulumi.*.yaml"))
