"""The first load of results in a browser, over the demo group's five houses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tests.bench.ground import Ground
from tests.bench.search import seeded
from tests.bench.table import Figure
from tests.server import ROOT, served
from tests.weight import DESK, PHONE, weigh

MOST_REQUESTS, MOST_KILOBYTES = 15, 150


def figures(ground: Ground) -> Iterator[Figure]:
    """Requests and bytes with headers, nothing kept from before, on a phone and at a desk."""
    config = ground.sqlite.config(ground.sqlite.copy("demo", seeded))
    with served(config) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=flags())
        for name, viewport in (("phone", PHONE), ("desk", DESK)):
            context = browser.new_context(viewport=viewport)
            found = weigh(context.new_page(), f"{server.address}/stays")
            yield Figure(f"first load of results on a {name}", found.requests, "requests", most=MOST_REQUESTS)
            yield Figure(f"first load of results on a {name}", found.kilobytes, "kB", most=MOST_KILOBYTES)
            context.close()
        browser.close()


def browser_path() -> str:
    """The Chromium that the browser tests use."""
    return subprocess.check_output([ROOT / "bin" / "browser"], text=True).strip()


def flags() -> list[str]:
    """What Chromium needs on a machine without a screen."""
    return ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
