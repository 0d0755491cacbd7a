"""What a person does in the UI: fill a form by clicking, watch the run, open its table and its report; and hostile texts there."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flows.served import Served, browser, need_browser, serving

pytestmark = pytest.mark.slow

PICTURES = os.environ.get("COMMUNIQUE_PICTURES")
"""Folder to which the guide's pictures are written, when somebody wants them anew."""

HOSTILE = [
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 2">',
    "[press](javascript:window.hacked=3)",
    "</td></table><svg onload=window.hacked=4>",
    "![x](https://example.com/pixel.png)",
    "\u202etxt.exe",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    need_browser()
    folder = tmp_path_factory.mktemp("ui")
    with serving(folder / "workspace", folder) as found:
        assert found.finished(found.start("Everything, from texts to report"))["state_type"] == "COMPLETED"
        yield found


@pytest.fixture
def page() -> Iterator[Any]:
    with browser(height=900) as driver:
        yield driver


def wait_for(page: Any, xpath: str, *, seconds: float = 40) -> Any:
    from selenium.webdriver.common.by import By  # noqa: PLC0415 - only where there is a browser
    from selenium.webdriver.support import expected_conditions  # noqa: PLC0415
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415

    return WebDriverWait(page, seconds).until(expected_conditions.element_to_be_clickable((By.XPATH, xpath)))


def picture(page: Any, name: str) -> None:
    if PICTURES:
        time.sleep(1)
        page.save_screenshot(str(Path(PICTURES) / f"{name}.png"))


def shown(page: Any) -> str:
    return str(page.execute_script("return document.body.innerText"))


def wait_until(page: Any, text: str, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while text not in shown(page):
        assert time.monotonic() < deadline, f"{text!r} does not appear in: {shown(page)[:2000]}"
        time.sleep(0.3)


def test_count_calls_from_the_form_to_the_report(served: Served, page: Any) -> None:
    from selenium.webdriver.support.ui import Select  # noqa: PLC0415

    page.get(f"{served.url}/deployments")
    wait_for(page, "//a[normalize-space()='Count calls']").click()
    wait_for(page, "//button[contains(., 'Run')][not(contains(., 'Runs'))]").click()
    wait_for(page, "//*[self::a or self::button][contains(., 'Custom run')]").click()
    wait_until(page, "What was coded")
    selects = page.find_elements("css selector", "select")
    profile = next(s for s in selects if "all-phone-calls" in s.get_attribute("innerText"))
    Select(profile).select_by_visible_text("all-phone-calls")
    picture(page, "ui-form")
    wait_for(page, "//button[@type='submit']").click()

    deadline = time.monotonic() + 60
    while not (runs := [r for r in served.api("flow_runs/filter", {}) if "all-phone-calls" in json.dumps(r["parameters"])]):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    page.get(f"{served.url}/runs/flow-run/{runs[0]['id']}")
    wait_until(page, "Completed")
    wait_until(page, "selected =")  # the log says what was counted, in words
    assert "count all-phone-calls on facts4eu-2022" in shown(page)
    picture(page, "ui-run")

    page.get(f"{served.url}/artifacts/artifact/{served.artifacts()['counts']['latest_id']}")
    wait_until(page, "Emmanuel Macron")
    picture(page, "ui-artifact")

    page.get(f"{served.url}/artifacts/artifact/{served.artifacts()['report']['latest_id']}")
    link = wait_for(page, f"//a[starts-with(@href, 'http://127.0.0.1:{served.port + 1}/')]")
    page.get(link.get_attribute("href"))
    wait_until(page, "Emmanuel Macron")
    assert "60" in shown(page)


def test_nothing_from_a_text_runs_in_the_artifacts(served: Served, page: Any, tmp_path: Path) -> None:
    rows = [
        {"id": f"h{n}", "source": "kremlin", "lang": "en", "published": "2022-03-10", "title": evil, "text": evil * 2}
        for n, evil in enumerate(HOSTILE)
    ]
    broken = [json.dumps({"id": evil, "published": evil, "text": ""}) for evil in HOSTILE]
    texts = tmp_path / "hostile.jsonl"
    texts.write_text("\n".join([json.dumps(r) for r in rows] + broken) + "\n", encoding="utf-8")
    profile = served.workspace / "configs" / "profiles" / "hostile.yaml"
    profile.parent.mkdir(parents=True, exist_ok=True)
    title = json.dumps(" ".join(HOSTILE[:5]))
    profile.write_text(f"id: hostile\ntitle: {title}\nselection:\n  medium: [phone]\n", encoding="utf-8")
    started = served.start("Ingest a corpus", {"inputs": [str(texts)], "corpus": "hostile"})
    assert served.finished(started)["state_type"] == "COMPLETED"
    deadline = time.monotonic() + 20
    while "refused" in (
        run := served.start("Everything, from texts to report", {"inputs": [str(texts)], "profile": "hostile"})
    ):
        assert time.monotonic() < deadline, run
        time.sleep(0.5)
    served.finished(run)
    for key in ("ingested", "annotated", "counts", "excluded", "summary", "failure", "reconciled"):
        left = served.artifacts()
        if key not in left:
            continue
        page.get(f"{served.url}/artifacts/artifact/{left[key]['latest_id']}")
        time.sleep(1.5)
        assert page.execute_script("return window.hacked") is None, key
        harm = page.execute_script(
            "return [...document.querySelectorAll('main *, .artifact *, body *')].filter(e => (e.href || '').toString()"
            ".startsWith('javascript:') || [...e.attributes].some(a => a.name.startsWith('on')) || (e.tagName === 'IMG' && "
            "(e.src || '').includes('example.com'))).map(e => e.outerHTML)"
        )
        assert harm == [], key
