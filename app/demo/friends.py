"""Some of the demo's guests were sent by others, who had been to the same house and would recommend it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from app.booking.models import Booking
from app.demo.visits.shape import drawn
from app.experience.surveys.models import Answer, Survey
from app.identity.referrals import referral_code
from app.store import db, transaction, write

PROMOTES = 9
ONE_IN = 32

_booking, _survey, _answer = Booking.__table__, Survey.__table__, Answer.__table__


def send_friends(keys: Sequence[str]) -> int:
    """One booking of the site in so many says which guest sent it, in codes under the first of the site's keys; answers
    how many. Who sent it had said before that they would recommend the house."""

    def work() -> int:
        promoters = _promoters()
        rows = db.session.execute(
            select(
                _booking.c.id, _booking.c.reference, _booking.c.location_id, _booking.c.guest_id, _booking.c.booked_at
            )
            .where(_booking.c.source == "web", _booking.c.referral.is_(None))
            .order_by(_booking.c.id)
        )
        sent = []
        for row in rows:
            known = promoters[row.location_id]
            place = bisect(known, (row.booked_at, 0)) - 1
            if drawn("friend", row.reference) * ONE_IN < 1 and place >= 0 and known[place][1] != row.guest_id:
                sent.append({"booking": row.id, "code": referral_code(known[place][1], keys)})
        if sent:
            write(
                update(_booking).where(_booking.c.id == bindparam("booking")).values(referral=bindparam("code")), sent
            )
        return len(sent)

    return transaction(work)


def _promoters() -> dict[int, list[tuple[datetime, int]]]:
    """By house, when a guest said so and who, in order of time."""
    rows = db.session.execute(
        select(_survey.c.location_id, _answer.c.answered_at, _survey.c.guest_id)
        .join(_answer, _answer.c.survey_id == _survey.c.id)
        .where(_answer.c.nps >= PROMOTES, _survey.c.guest_id.is_not(None))
        .order_by(_answer.c.answered_at)
    )
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for location_id, answered_at, guest_id in rows:
        found[location_id].append((answered_at, guest_id))
    return found
