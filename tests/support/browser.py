"""A real headless browser for tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver

_BROWSER, _DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
_REQUIRED = os.environ.get("TAP_REQUIRE_BROWSER") == "1"
"""Set by `.ci/run`: without a browser these tests fail there instead of being skipped."""

BROWSER_MARKS = [
    pytest.mark.skipif(
        not ((_BROWSER and _DRIVER) or _REQUIRED),
        reason="needs chromium and chromedriver on PATH, on Debian: apt install chromium chromium-driver",
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # selenium leaves its log of the driver open
]


@contextmanager
def headless(profile: Path, *flags: str) -> Iterator[webdriver.Chrome]:
    """Start a browser with a profile of its own and without proxies, and end it."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(_BROWSER)
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"):
        options.add_argument(flag)
    for flag in (f"--user-data-dir={profile}", *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    variables = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=str(_DRIVER), env=variables)
    )
    browser.set_page_load_timeout(30)
    try:
        yield browser
    finally:
        browser.quit()
