"""The bill of materials of both lock files, in CycloneDX's JSON form.

Source of the form: the CycloneDX specification 1.6. What it lists is what the lock files pin, so it needs no network.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from product.supply_chain.licences import Rule, licence_of
from product.supply_chain.packages import Package

SPECIFICATION: Final = "1.6"
PURL_TYPES: Final = {"PyPI": "pypi", "npm": "npm"}


def package_url(package: Package) -> str:
    """Return the package's URL, the name under which tools of all kinds know it (purl specification)."""
    return f"pkg:{PURL_TYPES[package.ecosystem]}/{quote(package.name, safe='/')}@{quote(package.version, safe='')}"


def bill_of_materials(packages: Iterable[Package], rule: Rule) -> dict[str, Any]:
    """Return the bill; the same packages give the same bill."""
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "tapstack", "bom-ref": "tapstack"}},
        "components": [_component(package, rule) for package in packages],
    }


def _component(package: Package, rule: Rule) -> dict[str, Any]:
    url = package_url(package)
    licence = licence_of(package, rule)
    named = [] if licence == "unknown" else [{"license": {"name": licence}}]
    bundled = [{"name": "tapstack:bundled", "value": "true"}] if package.bundled else []
    return {
        "type": "library",
        "bom-ref": f"{url}#bundled" if package.bundled else url,
        "name": package.name,
        "version": package.version,
        "purl": url,
        "licenses": named,
        "properties": bundled,
    }
