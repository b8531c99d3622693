"""Everything that is held about a guest, to read and to take away."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from app.guest.account.shared import blueprint
from app.identity.exporting import everything_about
from app.identity.queries import SignedIn, guests_of
from app.kernel import clock
from app.web.access import guest
from app.web.respond import page

WORDS = {
    "guest": "You", "booking": "Bookings", "stay": "Stays", "supper": "Suppers", "booked_extra": "Extras",
    "folio_line": "What was charged and paid", "payment": "Payments", "refund": "Refunds", "message": "Mails to you",
    "journal": "What happened, and when", "journal_personal": "Your details before and after a change",
    "allergy": "What somebody cannot eat", "preference": "What we remember", "consent": "What you agreed to",
    "session": "Where you are signed in", "sign_in": "Asked to sign in", "lookup": "Asked for a lost link",
    "mail_change": "Asked for another mail", "waitlist_entry": "Places in the line",
    "waitlist_room": "Rooms held for a place in the line",
    "checkout": "Bookings as you typed them", "claim": "Rooms and tables held for you", "task": "What you asked for",
    "register_entry": "The register", "folio_document": "Invoices and receipts", "kept_mail": "Mails as they went",
    "guest_history": "What your bookings come to",
    "booking_note": "What a house noted about a booking", "offer_decision": "Offers you were shown",
    "offer_refusal": "Offers you said no to",
}  # fmt: skip
FIRST = ("guest", "booking", "stay", "preference", "consent", "allergy")


@blueprint.get("/account/export")
@guest
def read(who: SignedIn) -> Response:
    """All of it on a page."""
    found = everything_about(guests_of(who))
    order = [*(name for name in FIRST if name in found), *(name for name in found if name not in FIRST)]
    parts = [(_words(name), [_told(row) for row in found[name]]) for name in order]
    return page("guest/account/export.html", parts=parts)


@blueprint.get("/account/export.json")
@guest
def take(who: SignedIn) -> Response:
    """All of it as a file that other programs read."""
    document = {"made_at": clock.now().isoformat(), **everything_about(guests_of(who))}
    body = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    headers = {
        "Content-Disposition": 'attachment; filename="quince-about-you.json"',
        "Cache-Control": "private, no-store",
    }
    return Response(body, content_type="application/json; charset=utf-8", headers=headers)


def _words(table: str) -> str:
    return WORDS.get(table) or table.replace("_", " ").capitalize()


def _told(row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row's columns in words, without those that say nothing."""
    return [
        (
            name.replace("_", " "),
            json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value),
        )
        for name, value in row.items()
        if value not in (None, "", {}, [])
    ]
