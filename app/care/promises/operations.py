"""Making a case of what was promised and not kept."""

from __future__ import annotations

from sqlalchemy import and_, select

from app.booking.errors import Stale
from app.booking.models import Booking
from app.care.cases import complain
from app.care.cases.rules import FAILED_CHOICE
from app.care.choices.errors import AlreadyChosen, NotOffered, TooLate
from app.care.notices.errors import NotNow
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import BOOKING
from app.care.promises.queries import broken_promises
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db

_touch, _notice = NoticeTouch.__table__, Notice.__table__

GUESTS_OWN = (AlreadyChosen, NotNow, NotOffered, Stale, TooLate)
"""Why a choice is refused although the house keeps its word: it was made, is over, or is for what the booking was."""

CHOSEN = {
    "keep": "the money off that was promised",
    "dates": "the other dates that were promised",
    "house": "the other house that was promised",
    "cancel": "the free cancelling that was promised",
}


def look_for_broken_promises() -> int:
    """Whatever was promised to a guest and has not been kept by now is a case of the house; answers how many were
    found. Found twice, or by two at once, it is one."""
    found = broken_promises(clock.now())
    for one in found:
        complain(one.source, one.source_id, one.booking_id, one.title, one.words, actor="system")
    return len(found)


def note_failed_choice(touch_id: int, choice: str, refused: Refused) -> bool:
    """The house has a case where a guest chose what a notice offered them and it could not be done; False, and nothing
    is done, where that was no fault of the house, or the booking is not to come. The same touch makes one case."""
    if isinstance(refused, GUESTS_OWN) or choice not in CHOSEN:
        return False
    row = db.session.execute(
        select(_touch.c.subject_id, _notice.c.title)
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .join(Booking, and_(_touch.c.subject == BOOKING, Booking.id == _touch.c.subject_id))
        .where(_touch.c.id == touch_id, Booking.state == "confirmed")
    ).one_or_none()
    if row is None:
        return False
    words = f"{row.title}. They were told: {refused}"
    complain(FAILED_CHOICE, touch_id, row.subject_id, f"Could not have {CHOSEN[choice]}", words, actor="system")
    return True
