"""What a newcomer may try, for `bin/run` to print: `$QUINCE_DATA/demo.json`."""

from __future__ import annotations

import json
from pathlib import Path

from app.catalogue.queries import catalogue
from app.config import Config
from app.demo.persons import REGULARS, Regular, anna, regular
from app.demo.staff import MEMBERS, Member


def write_welcome(settings: Config) -> Path:
    """The file names the addresses of the demo and what can be done there; an older one is replaced whole."""
    base = settings.address
    document = {
        "home": f"{base}/",
        "search": f"{base}/stays",
        "houses": {house.name: f"{base}/houses/{house.slug}" for house in catalogue().houses},
        "mailbox": f"{base}/demo/mailbox",
        "sign in": {"Anna, who has stayed before": _way(anna())}
        | {words: _way(regular(kind)) for kind, words in REGULARS.items()},
        "staff": {"sign in at": f"{base}/staff/sign-in", **{member.role: _keys(member) for member in MEMBERS}},
        "you can": [
            "book a stay at any of the houses, with made-up cards",
            "be Anna, a regular, a stranger or one of the staff at a press, in the yellow bar on every page",
            "read what the guest is written to, in the mailbox",
            "change the clock there, too",
        ],
    }
    file = settings.data / "demo.json"
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return fresh.replace(file)


def _way(found: Regular | None) -> str:
    return f"{found.email} at /sign-in; the code comes to the mailbox" if found else "nobody like that yet"


def _keys(member: Member) -> dict[str, str]:
    return {
        "name": member.name,
        "email": member.email,
        "password": member.password,
        "totp_secret": member.totp_secret,
        "pin": member.pin,
    }
