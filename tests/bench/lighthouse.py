"""Lighthouse 12 as on a phone, over the demo group: home, results, room and checkout, the median of three runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.first_load import browser_path, flags
from tests.bench.ground import Ground
from tests.bench.search import seeded
from tests.bench.table import Figure
from tests.server import ROOT, served

VERSION = "12.8.2"
FOLDER = ROOT / ".venv" / f"lighthouse-{VERSION}"
RUNS = 3
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
NOT_FOR_SEARCH = {"checkout"}
"""Pages that tell search engines to stay away, and so have no SEO to speak of."""

LOUD = "NO LIGHTHOUSE: it needs npm, Node 20 or newer and, the first time, the network. Its figures are MISSING."


def figures(ground: Ground) -> Iterator[Figure]:
    """The scores of each page, and how fast Lighthouse found this machine (it takes 1000 or more for a usual one)."""
    program = installed()
    if program is None:
        print(LOUD, file=sys.stderr)
        yield Figure("Lighthouse was run", 0, "", least=1)
        return
    config = ground.sqlite.config(ground.sqlite.copy("demo", seeded))
    speeds = []
    with served(config, workers=2) as server:
        for name, address in pages(server.address).items():
            reports = [report(program, address, config.data / "report.json") for _ in range(RUNS)]
            speeds += [found["environment"]["benchmarkIndex"] for found in reports]
            for category, least in LEAST.items():
                if category == "seo" and name in NOT_FOR_SEARCH:
                    continue
                score = median(found["categories"][category]["score"] for found in reports)
                yield Figure(f"Lighthouse, {name}: {category.replace('-', ' ')}", score * 100, "", least=least)
    yield Figure("Lighthouse's own index of this machine", median(speeds))


def installed() -> Path | None:
    """The program, installed beside the virtual environment on first use; None where that cannot be."""
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            return None
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = [npm, "install", "--prefix", FOLDER, "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(wanted, stdout=sys.stderr)
    return program if program.exists() else None


def pages(site: str) -> dict[str, str]:
    """The addresses that are judged; the checkout is one that a guest has just come to."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=flags())
        page = browser.new_page(base_url=site)
        page.goto("/stays")
        room = page.locator(".room h3 a").first.get_attribute("href") or ""
        page.locator(".rate button").first.click()
        page.wait_for_url("**/checkout/*")
        checkout = page.url
        browser.close()
    return {"home": f"{site}/", "results": f"{site}/stays", "room": f"{site}{room}", "checkout": checkout}


def report(program: Path, address: str, file: Path) -> dict[str, Any]:
    """One run of Lighthouse as it comes: mobile, slow network, a processor four times slower than this one."""
    command = [program, address, "--output=json", f"--output-path={file}", "--quiet"]
    command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags=--headless=new {' '.join(flags())}"]
    environment = os.environ | {"CHROME_PATH": browser_path()}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(file.read_text())
    return found
