"""The scan's own rules; the scanners themselves run on the plans of tests/terraform."""

import re

import pytest

from product.scan.plans import as_stated
from product.scan.reasons import Reason, differences, other_findings, read_reasons
from product.scan.record import counts, read_record
from product.scan.scanners import REQUIREMENTS, Findings, ScanError, is_installed, scan
from tests.support.project import ENVIRONMENT_NAMES

STAYS = Reason("checkov", "CKV_AWS_1", "something", ("dev",), "a reason")


def test_a_plan_loses_what_is_unset_and_nothing_else() -> None:
    plan = {
        "resource_changes": [
            {
                "change": {
                    "before": None,
                    "after": {
                        "key": None,
                        "reserved_concurrent_executions": -1,
                        "timeout": -1,
                        "blocks": [{"a": None}, {}],
                    },
                    "after_unknown": {"key": True},
                }
            }
        ],
        "planned_values": {"root_module": {"resources": [{"values": {"key": None, "set": False}}]}},
    }
    assert as_stated(plan) == {
        "resource_changes": [
            {"change": {"before": None, "after": {"timeout": -1, "blocks": [{}, {}]}, "after_unknown": {"key": True}}}
        ],
        "planned_values": {"root_module": {"resources": [{"values": {"set": False}}]}},
    }


def test_reserved_concurrency_that_is_reserved_stays() -> None:
    assert as_stated({"after": {"reserved_concurrent_executions": 5}}) == {
        "after": {"reserved_concurrent_executions": 5}
    }


def test_a_finding_without_a_reason_and_a_reason_without_its_finding_are_named() -> None:
    found = Findings(passed=1, failed=frozenset({("checkov", "CKV_AWS_2")}))
    assert differences({"dev": found, "prod": Findings(1, frozenset())}, [STAYS]) == [
        "dev: checkov CKV_AWS_2 fails and has no reason. Mend it, or give the reason in reasons.toml.",
        "dev: checkov CKV_AWS_1 no longer fails. Take the environment out of reasons.toml.",
    ]
    assert differences({"dev": Findings(1, frozenset({("checkov", "CKV_AWS_1")}))}, [STAYS]) == []


def test_other_findings_of_the_pulumi_version_are_named() -> None:
    app = {"dev": Findings(9, frozenset({("checkov", "CKV_AWS_1")}))}
    assert other_findings(app, {"dev": Findings(5, frozenset({("checkov", "CKV_AWS_1")}))}) == []
    assert other_findings(app, {"dev": Findings(9, frozenset({("tf-nag", "X")}))}) == [
        "dev: the app and the Pulumi version differ in checkov CKV_AWS_1, tf-nag X. Make them one."
    ]


def test_the_record_counts_both_versions_and_fits_the_reasons() -> None:
    app, pulumi = Findings(9, frozenset({("checkov", "CKV_AWS_1")})), Findings(5, frozenset())
    assert counts({"dev": app}, {"dev": pulumi}) == {
        "dev": {"app": {"passed": 9, "failed": 1}, "pulumi": {"passed": 5, "failed": 0}}
    }
    for environment, sides in read_record().items():
        reasons = [reason for reason in read_reasons() if environment in reason.environments]
        assert sides["app"]["failed"] == sides["pulumi"]["failed"] == len(reasons)
        assert min(sides["app"]["passed"], sides["pulumi"]["passed"]) > 30


def test_every_reason_is_one_and_names_environments_that_exist() -> None:
    for reason in read_reasons():
        assert len(reason.reason) > 30, reason.id
        assert set(reason.environments) <= set(ENVIRONMENT_NAMES), reason.id


def test_the_scanners_are_pinned_with_hashes_and_name_no_registry() -> None:
    text = REQUIREMENTS.read_text()
    entries = re.split(r"\n(?=\w)", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert all(re.match(r"\S+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert {"checkov==3.3.30", "tf-nag==0.1.6"} <= {entry.split()[0] for entry in entries}
    assert "://" not in text


@pytest.mark.skipif(not is_installed(), reason="the scanners are not installed; tap scan installs them")
def test_a_plan_of_nothing_is_no_clean_plan() -> None:
    with pytest.raises(ScanError, match="checkov read nothing"):
        scan({})
