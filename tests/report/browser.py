"""A real browser for pages: Debian's chromium, headless, with a profile of its own and no network of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars"),
)


def require_chromium() -> tuple[str, str]:
    """Find the browser and its driver; without them CI fails, and a machine of somebody's skips."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    if found[0] and found[1]:
        return found[0], found[1]
    reason = "needs chromium and chromedriver: apt-get install chromium chromium-driver"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextlib.contextmanager
def browser(*, downloads: Path | None = None) -> Iterator[Chrome]:
    """Start a browser of 1280 by 900."""
    binary, driver = require_chromium()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = binary
        for flag in (*_FLAGS, f"--user-data-dir={profile}", "--window-size=1280,900"):
            options.add_argument(flag)
        if downloads:
            options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        page = Chrome(options=options, service=Service(driver))
        try:
            yield page
        finally:
            page.quit()


def look(page: Chrome, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
    """Choose the size of the window, and light or dark."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def visit(page: Chrome, path: Path, hash_: str = "") -> None:
    """Open a page anew, and wait until its script has done its work."""
    page.get("about:blank")
    page.get(path.as_uri() + hash_)
    WebDriverWait(page, 20).until(lambda p: p.execute_script("return document.documentElement.dataset.ready") == "yes")


def complaints(page: Chrome) -> list[str]:
    """What the browser logged since the last time it was asked."""
    return [entry["message"] for entry in page.get_log("browser")]
