"""What a house does about a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases.errors import NotContacted
from app.care.cases.operations.records import ACTION, SUBJECT, change, locked, note
from app.care.cases.rules import CONTACTED, MAIL, OPEN, RESOLVED, WAYS
from app.care.themes import THEMES
from app.identity.models import Guest
from app.identity.staff.queries import who_may
from app.kernel import clock
from app.kernel.errors import Invalid
from app.outbox import announce
from app.store import db, transaction

REPLY = "case_reply"
"""The kind of mail that carries a house's letter."""


def contact_guest(case_id: int, way: str, words: str, *, seen_revision: int, by: int) -> None:
    """Somebody reached the guest: what was said or written is noted, and whoever did it has the case if nobody had.

    With the way `mail` the words go to the guest, once, in the same transaction. The first contact makes an open case
    `contacted`; a resolved one stays resolved. Raises `UnknownCase`, `CaseChanged` on another revision than was seen,
    and `Invalid` for a mail to a guest who has no address.
    """

    def work() -> None:
        row, now = locked(case_id, seen_revision), clock.now()
        note_id = note(case_id, "contact", words, now, by=by, way=_known(way, WAYS))
        if way == MAIL:
            _send(row, note_id)
        values = {"owner_id": row.owner_id or by}
        if row.state == OPEN:
            values |= {"state": CONTACTED, "contacted_at": now}
        change(row, "case_contacted", now, by=by, values=values, way=way, late=row.state == OPEN and now > row.due_at)

    transaction(work)


def hand_over_case(case_id: int, owner_id: int, *, seen_revision: int, by: int) -> None:
    """That member of staff has the case. Raises `UnknownCase`, `CaseChanged`, and `Invalid` for somebody who does not
    run cases at its house."""

    def work() -> None:
        row = locked(case_id, seen_revision)
        if owner_id not in dict(who_may(ACTION, row.location_id)):
            raise Invalid("Choose somebody of the list.")
        if row.owner_id != owner_id:
            values = {"owner_id": owner_id}
            change(row, "case_handed_over", clock.now(), by=by, values=values, before=row.owner_id, after=owner_id)

    transaction(work)


def resolve_case(case_id: int, theme: str, words: str, *, seen_revision: int, by: int) -> None:
    """It is put right; `theme` is the root cause, `words` how it ended. The guest is asked afterwards (`ask_again`).

    Raises `UnknownCase`, `CaseChanged`, `NotContacted` while nobody has reached the guest, and `Invalid` for a cause
    that is not on the list.
    """

    def work() -> None:
        row, now = locked(case_id, seen_revision), clock.now()
        if row.state == OPEN:
            raise NotContacted
        if row.state == RESOLVED:
            return
        note(case_id, "ended", words, now, by=by)
        values = {"state": RESOLVED, "resolved_at": now, "theme": _known(theme, THEMES), "closings": row.closings + 1}
        values["asked_again_at"] = None
        change(row, "case_resolved", now, by=by, values=values, theme=theme)

    transaction(work)


def add_note(case_id: int, words: str, *, by: int) -> None:
    """A note for those who look after the case; the guest never reads it. Raises `UnknownCase`."""

    def work() -> None:
        row, now = locked(case_id), clock.now()
        note(case_id, "note", words, now, by=by)
        change(row, "case_noted", now, by=by, values={})

    transaction(work)


def _known(word: str, listed: dict[str, str]) -> str:
    if word not in listed:
        raise Invalid("Choose one from the list.")
    return word


def _send(case: Any, note_id: int) -> None:
    """The letter goes to the address that came with the complaint, else to the guest's."""
    guest = db.session.execute(select(Guest.email).where(Guest.id == case.guest_id)).scalar()
    mail = case.email or guest
    if not mail:
        raise Invalid("We have no address of this guest. Ring them.")
    facts: dict[str, Any] = {"case": case.id, "note": note_id}
    if case.booking_id is None:
        announce(REPLY, SUBJECT, case.id, mail, facts, occasion=str(note_id))
        return
    booking = select(Booking.reference, Booking.language).where(Booking.id == case.booking_id)
    reference, language = db.session.execute(booking).one()
    facts["reference"] = reference
    announce(REPLY, "booking", case.booking_id, mail, facts, occasion=str(note_id), language=language)
