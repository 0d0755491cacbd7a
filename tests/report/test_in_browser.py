"""The report where people read it: in a browser, on a desk, on a phone, in the dark, on paper, by keyboard alone."""

from __future__ import annotations

import base64
import re
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from report.browser import browser, complaints, look, visit
from report.hostile import HOSTILE, hostile
from report.sample import contents
from report.volume import many
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from communique.report import write_report

pytestmark = pytest.mark.slow
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SHOWN = "#calls article.call:not([hidden])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def chrome(folder: Path) -> Iterator[Chrome]:
    with browser(downloads=folder) as page:
        yield page


@pytest.fixture(scope="module")
def sample(folder: Path) -> Path:
    return write_report(folder / "sample", contents())


@pytest.fixture(scope="module")
def volume(folder: Path) -> Path:
    return write_report(folder / "volume", many(10_000))


@pytest.fixture
def page(chrome: Chrome) -> Iterator[Chrome]:
    look(chrome)
    complaints(chrome)
    yield chrome
    assert complaints(chrome) == []


def wait(page: Chrome, what: Callable[[], Any]) -> Any:
    return WebDriverWait(page, 20).until(lambda _: what())


def shown(page: Chrome) -> list[str]:
    return page.execute_script(f"return [...document.querySelectorAll('{SHOWN}')].map((call) => call.id)")


def result(page: Chrome) -> str:
    return page.find_element(By.ID, "filter-result").text


def choose(page: Chrome, facet: str, words: str) -> None:
    Select(page.find_element(By.CSS_SELECTOR, f"select[name={facet}]")).select_by_visible_text(words)


def serious(page: Chrome) -> list[list[str]]:
    run = (
        "const done = arguments[0];"
        "axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations"
        ".filter((one) => ['serious', 'critical'].includes(one.impact))"
        ".map((one) => [one.id, ...one.nodes.slice(0, 3).map((node) => node.target.join(' '))])));"
    )
    page.set_script_timeout(120)
    page.execute_script(AXE)
    return page.execute_async_script(run)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desk", "phone"])
def test_page_has_no_serious_fault_of_accessibility_and_fits_the_screen(
    page: Chrome, sample: Path, size: tuple[int, int], *, dark: bool
) -> None:
    look(page, width=size[0], height=size[1], dark=dark)
    visit(page, sample)
    page.execute_script("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert serious(page) == []
    assert page.execute_script("return document.documentElement.scrollWidth") <= size[0]


def test_axe_would_find_a_fault(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    page.execute_script("document.documentElement.removeAttribute('lang')")
    assert [fault[0] for fault in serious(page)] == ["html-has-lang"]


def test_ten_thousand_calls_open_in_less_than_two_seconds(page: Chrome, volume: Path) -> None:
    start = time.perf_counter()
    visit(page, volume)
    taken = time.perf_counter() - start
    assert result(page) == "10000 of 10000 calls shown"
    assert taken < 2, taken


def test_ten_thousand_calls_are_filtered_and_searched(page: Chrome, volume: Path) -> None:
    visit(page, volume)
    word = max(many(1_000).coded[777].readout.text.split(), key=len)
    box = page.find_element(By.ID, "filter-words")
    box.send_keys(word)
    wait(page, lambda: re.fullmatch(r"\d{1,4} of 10000 calls shown", result(page)))
    assert "call-kremlin-777-1" in shown(page)
    assert word in page.find_element(By.CSS_SELECTOR, "#readouts .text").text


def test_a_call_among_ten_thousand_has_an_address_that_opens_it(page: Chrome, volume: Path) -> None:
    visit(page, volume, "#call-kremlin-1999-1")
    call = page.find_element(By.ID, "call-kremlin-1999-1")
    assert call.is_displayed()
    assert 0 <= call.rect["y"] - page.execute_script("return scrollY") < 900


def test_a_number_about_ten_thousand_calls_lists_them_and_leads_to_each(page: Chrome, volume: Path) -> None:
    visit(page, volume)
    page.find_element(By.CSS_SELECTOR, ".identity a.n").click()
    entry = wait(page, lambda: page.find_element(By.CSS_SELECTOR, ".entry.here"))
    links = wait(page, lambda: entry.find_elements(By.CSS_SELECTOR, "li a"))
    assert len(links) == 10_000
    anchor = links[-1].get_attribute("href").rpartition("#")[2]
    page.execute_script("arguments[0].click()", links[-1])
    wait(page, lambda: anchor in shown(page))


def test_without_a_script_the_same_ten_thousand_calls_are_read_in_pages_beside(volume: Path) -> None:
    pages = sorted(volume.parent.glob("calls-*.html"))
    assert len(pages) == 20
    assert sum(page.read_text(encoding="utf-8").count("<article") for page in pages) == 10_000
    numbers = (volume.parent / "numbers.html").read_text(encoding="utf-8")
    for name, anchor in re.findall(r'href="(calls-\d+\.html)#(call-[\w-]+)"', numbers)[:3]:
        assert f'id="{anchor}"' in (volume.parent / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("choices", "number"),
    [
        ({"leader": "Theresa May"}, 2),
        ({"leader": "Emmanuel Macron", "window": "since the war"}, 2),
        ({"source": "The Élysée"}, 2),
        ({"type": "ceremonial"}, 2),
        ({"occasion": "national_day"}, 1),
        ({"tone": "candid"}, 2),
        ({"initiator": "FRA"}, 3),
        ({"flag": "needs review"}, 1),
        ({"tone": "candid", "type": "ceremonial"}, 0),
    ],
    ids=str,
)
def test_filters_narrow_the_calls_and_stand_in_the_address(
    page: Chrome, sample: Path, choices: dict[str, str], number: int
) -> None:
    visit(page, sample)
    for facet, words in choices.items():
        choose(page, facet, words)
    wait(page, lambda: result(page) == f"{number} of 14 calls shown")
    calls = shown(page)
    assert len(calls) == number
    address = page.execute_script("return location.hash")
    visit(page, sample, address)
    assert shown(page) == calls
    assert result(page) == f"{number} of 14 calls shown"


def test_words_are_found_whatever_their_case_and_accents(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    page.find_element(By.ID, "filter-words").send_keys("PRÉSIDENT  russe")
    wait(page, lambda: result(page) == "1 of 14 calls shown")
    assert page.execute_script("return location.hash") == "#calls?q=PR%C3%89SIDENT++russe"
    page.find_element(By.ID, "filter-clear").click()
    wait(page, lambda: result(page) == "14 of 14 calls shown")


def test_the_address_of_a_call_opens_it_even_when_a_filter_hides_it(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    choose(page, "leader", "Boris Johnson")
    wait(page, lambda: len(shown(page)) == 1)
    page.execute_script("location.hash = '#call-kremlin-2017-05-18-1'")
    wait(page, lambda: "call-kremlin-2017-05-18-1" in shown(page))
    assert page.switch_to.active_element.get_attribute("id") == "call-kremlin-2017-05-18-1"


def test_a_number_leads_to_its_calls_and_those_to_their_texts(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    page.find_element(By.CSS_SELECTOR, "#count td a.n").click()
    entry = wait(page, lambda: page.find_element(By.CSS_SELECTOR, ".entry.here"))
    links = entry.find_elements(By.CSS_SELECTOR, "li a")
    assert len(links) == 4
    links[0].click()
    call = wait(page, lambda: page.find_element(By.CSS_SELECTOR, ".call.here"))
    assert call.is_displayed()
    assert "Counted under Emmanuel Macron" in call.text


def test_a_mark_says_its_call_to_the_pointer_and_to_the_keyboard(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    marks = page.find_elements(By.CSS_SELECTOR, "svg.timeline a")
    tip = page.find_element(By.ID, "tip")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", marks[3])
    ActionChains(page).move_to_element(marks[3]).perform()
    wait(page, tip.is_displayed)
    assert tip.text == "18 November 2019, Vladimir Putin – Emmanuel Macron; substantive; tone: businesslike; counted"
    page.execute_script("arguments[0].focus()", marks[0])
    ActionChains(page).send_keys(Keys.ARROW_RIGHT).perform()
    wait(page, lambda: tip.text.startswith("26 June 2017"))
    ActionChains(page).send_keys(Keys.ENTER).perform()
    assert (
        wait(page, lambda: page.find_element(By.CSS_SELECTOR, ".call.here")).get_attribute("id") == "call-kremlin-2017-06-26-1"
    )


def test_everything_is_reached_by_keyboard_and_the_timeline_is_one_stop(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    reached: list[str] = []
    outlined = []
    for _ in range(400):
        ActionChains(page).send_keys(Keys.TAB).perform()
        at, line = page.execute_script(
            "const at = document.activeElement;"
            "const name = at.id || at.name || at.closest('svg')?.dataset.name || at.getAttribute('href') || at.textContent;"
            "return [name, getComputedStyle(at).outlineStyle]"
        )
        reached.append(at)
        outlined.append(line)
        if at == "filter-clear":
            break
    assert reached[0] == "#count"
    assert set(outlined) <= {"solid", "auto"}
    assert {"bars-1", "bars-2", "timeline", "#n-all-calls", "filter-words", "leader", "flag", "calls.csv"} <= set(reached)
    assert reached.count("timeline") == 1


@pytest.mark.parametrize("name", ["bars-1", "bars-2", "timeline", "model-1-reliability"])
def test_charts_are_saved_as_svg_and_png(page: Chrome, sample: Path, folder: Path, name: str) -> None:
    visit(page, sample)
    page.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    figure = page.find_element(By.CSS_SELECTOR, f'figure:has(svg[data-name="{name}"])')
    for button in figure.find_elements(By.CSS_SELECTOR, ".save button"):
        page.execute_script("arguments[0].click()", button)
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    wait(page, lambda: svg.exists() and png.exists() and png.stat().st_size > 0)
    text = svg.read_text(encoding="utf-8")
    assert text.startswith("<svg xmlns=")
    assert not re.search(r"href|class=|var\(", text)
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    assert (width, height) == tuple(
        2 * float(re.search(rf'{side}="([\d.]+)"', text).group(1)) // 1 for side in ("width", "height")
    )
    assert png.stat().st_size > 5_000


def test_page_prints_every_call_with_its_folds_open(page: Chrome, sample: Path) -> None:
    visit(page, sample)
    printed = page.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})["data"]
    pdf = base64.b64decode(printed)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 6
    assert page.execute_script("return document.querySelector('#sources details').open") is True


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_hostile_runs_or_loads(page: Chrome, folder: Path, payload: str) -> None:
    page.execute_cdp_cmd("Network.enable", {})
    path = write_report(folder / "hostile", hostile(payload))
    visit(page, path)
    page.execute_script(
        "for (const fold of document.querySelectorAll('details')) fold.open = true;"
        "for (const node of document.querySelectorAll('a[href^=\"#\"]')) node.focus();"
    )
    choose(page, "type", "substantive")
    wait(page, lambda: result(page) == "1 of 1 calls shown")
    assert page.execute_script(
        "return [document.scripts.length, document.images.length, document.querySelectorAll('[onerror], [onload], iframe').length]"
    ) == [1, 0, 0]
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert page.execute_script(
        "return [...document.links].every((link) => link.protocol === 'file:' || link.protocol === 'https:')"
    )
