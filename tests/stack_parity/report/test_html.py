"""The HTML report in a real browser: it works, it looks right on a phone, and it runs nothing that a program says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from stack_parity.report import render
from tests.stack_parity.samples import Json, changed, function, report, stack
from tests.support.browser import BROWSER_MARKS, headless

pytestmark = BROWSER_MARKS

HOSTILE = (
    "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    "</code></script><a href=\"javascript:document.title='run'\">press</a>' onfocus='document.title=1' autofocus='"
)


def hostile(document: Json) -> None:
    body = function(document)
    body["memory_size"] = 1024
    body["description"] = HOSTILE
    body["environment"]["variables"][HOSTILE] = HOSTILE
    body["tags"][HOSTILE] = "x" * 10_000
    document["resource"]["aws_sqs_queue"] = {HOSTILE: {"name": HOSTILE}}
    document["output"][HOSTILE] = {"value": HOSTILE}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a program that differs and says hostile things."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    left = {"dev": stack(), "prod": stack("prod")}
    right = {"dev": changed(hostile), "prod": stack("prod")}
    with file.open("w", encoding="utf-8") as stream:
        render(report(left, right), "html", stream)
    return file


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One headless browser for all tests of this file."""
    with headless(
        tmp_path_factory.mktemp("profile"), "--disable-quic", "--disable-component-update", "--disable-sync"
    ) as browser:
        yield browser


@pytest.fixture
def browser(started: webdriver.Chrome, page: Path) -> webdriver.Chrome:
    """The browser with the page freshly loaded, on a desktop's window."""
    started.set_window_size(1280, 900)
    started.get(page.as_uri())
    return started


def open_everything(browser: webdriver.Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, "#all > summary").click()


def test_the_differences_stand_first_and_the_rest_is_folded(browser: webdriver.Chrome) -> None:
    heading = browser.find_element(By.CSS_SELECTOR, "main h2")
    assert heading.text == "Differences"
    assert browser.find_element(By.CSS_SELECTOR, ".first .concern").text == "behaviour"
    assert not any(row.is_displayed() for row in shown(browser))
    open_everything(browser)
    assert any(row.is_displayed() for row in shown(browser))


def test_a_difference_is_a_line_that_opens(browser: webdriver.Chrome) -> None:
    lines = browser.find_elements(By.CSS_SELECTOR, ".first tr[data-verdict]")
    assert lines
    for line in lines:
        closed = line.size["height"]
        assert closed < 50
        line.find_element(By.TAG_NAME, "summary").click()
        assert line.size["height"] > closed
        words = line.find_element(By.CSS_SELECTOR, "summary code").text
        assert words in line.find_element(By.CSS_SELECTOR, "details > p").text


def shown(browser: webdriver.Chrome) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, ".row:not([hidden])")


def press(browser: webdriver.Chrome, words: str) -> None:
    for button in browser.find_elements(By.CSS_SELECTOR, ".filters button"):
        if button.text.startswith(words):
            button.click()
            return
    raise AssertionError(f"no filter {words!r}")


def test_it_loads_without_an_error_and_runs_nothing_it_was_told(browser: webdriver.Chrome) -> None:
    assert [entry for entry in browser.get_log("browser") if entry["level"] != "INFO"] == []  # type: ignore[no-untyped-call]
    assert browser.title.startswith("DIFFERENT: ")
    assert browser.find_elements(By.CSS_SELECTOR, "img, a[href^=javascript], [onfocus], [autofocus]") == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert HOSTILE in browser.find_element(By.TAG_NAME, "body").get_property("textContent")  # type: ignore[operator]


def test_a_script_that_were_in_the_page_would_not_run(browser: webdriver.Chrome) -> None:
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = \"document.title='run'\"; document.body.append(s);"
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=\\'run\\'\">');"
    )
    assert browser.title.startswith("DIFFERENT: ")
    assert "Content Security Policy" in str(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def test_filters_show_one_verdict(browser: webdriver.Chrome) -> None:
    everything = len(shown(browser))
    press(browser, "Differences")
    verdicts = {row.get_attribute("data-verdict") for row in shown(browser)}
    assert verdicts == {"different", "only_right"}
    assert all(row.is_displayed() for row in shown(browser))
    assert browser.find_element(By.ID, "count").text == f"{len(shown(browser))} of {everything} shown"
    assert "prod: same" not in browser.find_element(By.TAG_NAME, "main").text
    press(browser, "Everything")
    assert len(shown(browser)) == everything


def test_search_finds_attributes_values_and_addresses(browser: webdriver.Chrome) -> None:
    search = browser.find_element(By.ID, "search")
    search.send_keys("memory_size 1024")
    rows = [row.text.split() for row in shown(browser)]
    assert rows[0] == ["memory_size", "512", "1024", "✗", "different"]
    assert len(rows) < 10
    search.send_keys(Keys.ESCAPE)
    search.send_keys("aws_cloudwatch_log_group.logs retention")
    assert len(shown(browser)) == 2
    search.send_keys(" no such thing")
    assert shown(browser) == []
    assert browser.find_element(By.ID, "nothing").is_displayed()


def test_it_works_with_the_keyboard_alone(browser: webdriver.Chrome) -> None:
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    assert browser.switch_to.active_element == browser.find_element(By.ID, "search")
    browser.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB, Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("aria-pressed") == "true"
    assert browser.switch_to.active_element.text.startswith("Differences")
    part = browser.find_element(By.CSS_SELECTOR, ".part[open] > summary")
    part.send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".part").get_attribute("open") is None


def test_evidence_opens(browser: webdriver.Chrome) -> None:
    open_everything(browser)
    row = next(row for row in shown(browser) if row.text.startswith("It has 512 MB"))
    outcome = row.find_elements(By.TAG_NAME, "details")[1]
    outcome.find_element(By.TAG_NAME, "summary").click()
    assert outcome.find_element(By.TAG_NAME, "li").text == "aws_lambda_function.function memory_size: 1024"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(browser: webdriver.Chrome, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    try:
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_print_opens_everything(browser: webdriver.Chrome) -> None:
    closed = "return document.querySelectorAll('details:not([open])').length"
    before = browser.execute_script(closed)
    assert before > 0
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.execute_script(closed) == 0
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script(closed) == before
