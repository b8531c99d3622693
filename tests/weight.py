"""What a first visit to a page costs on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SETTLES_MS = 1000


@dataclass
class Weight:
    """What the browser asked for, and how many bytes came, headers included; the favicon is not shown to us."""

    urls: list[str] = field(default_factory=list)
    bytes: float = 0

    @property
    def requests(self) -> int:
        return len(self.urls)

    @property
    def kilobytes(self) -> float:
        return self.bytes / 1000

    def __str__(self) -> str:
        return "\n".join([f"{self.requests} requests, {self.kilobytes:.1f} kB", *self.urls])


def weigh(page: Page, address: str) -> Weight:
    """The first load of `address` in a page whose browser has nothing of the site yet, without any scrolling."""
    found = Weight()

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            found.urls.append(event["request"]["url"])

    def came(event: dict[str, Any]) -> None:
        found.bytes += event["encodedDataLength"]

    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLES_MS)
    session.detach()
    return found
