"""Secret links: an address that lets in whoever holds it, for one purpose and one row.

Text and meaning are the same for ever, so that a mail can repeat a link that was sent before. A row's version makes an
older link worthless when it rises; taking a key out of the list makes worthless what it signed.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAC_BYTES = 20
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Link:
    """A secret link that was found to be good. Whether `version` is still the row's, its reader compares."""

    purpose: str
    id: int
    version: int
    token: str


def secret_token(purpose: str, row_id: int, version: int, keys: Sequence[str]) -> str:
    """`<id in base 36>-<version>-<mac>` under the first key; the same arguments give the same text."""
    return f"{_base36(row_id)}-{version}-{_mac(purpose, row_id, version, keys[0])}"


def read_token(purpose: str, token: str, keys: Sequence[str]) -> Link | None:
    """What a token stands for, or None when it is forged, altered, of another purpose or of a key that is gone."""
    parts = token.split("-", 2)
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isalnum() and parts[1].isdecimal()):
        return None
    if len(parts[0]) > 13 or len(parts[1]) > 9 or not token.isascii():
        return None
    row_id, version = int(parts[0], 36), int(parts[1])
    if row_id > _LARGEST or f"{_base36(row_id)}-{version}" != f"{parts[0]}-{parts[1]}":
        return None
    good = [hmac.compare_digest(_mac(purpose, row_id, version, key), parts[2]) for key in keys]
    return Link(purpose, row_id, version, token) if any(good) else None


def link_token(purpose: str, row_id: int, version: int) -> str:
    """`secret_token` under the keys of the running application."""
    return secret_token(purpose, row_id, version, current_app.config["SETTINGS"].secrets)


def read_link(purpose: str, token: str) -> Link | None:
    """`read_token` under the keys of the running application."""
    return read_token(purpose, token, current_app.config["SETTINGS"].secrets)


def _mac(purpose: str, row_id: int, version: int, key: str) -> str:
    mac = hmac.digest(key.encode(), f"link:{purpose}:{row_id}:{version}".encode(), "sha256")[:MAC_BYTES]
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if not number:
            return text
