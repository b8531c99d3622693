"""What staff read once a week."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import current_app

from app.kernel.words import short_day, span
from app.outbox import Announced
from app.web.mail.letter import Letter


def digest(message: Announced) -> Letter:
    """What changed beyond chance in a week; one line where nothing did."""
    facts = message.facts
    base = current_app.config["SETTINGS"].address
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    found = [str(line) for line in facts["found"]]
    dates = urlencode({"period": "dates", "from": facts["first"], "until": facts["last"]})
    view = {
        "week": f"{span(first, last)} {last.year}",
        "places": facts["places"],
        "found": found,
        "link": f"{base}/marketing/?{dates}",
        "stop": f"{base}/marketing/digest",
    }
    said = "nothing changed" if not found else "one change" if len(found) == 1 else f"{len(found)} changes"
    return Letter(f"Week to {short_day(last)}: {said}", view)
