"""Offers of a demo that is brought on: guests who are known look at the home page, and the site decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from app.booking.models import Booking
from app.demo.group import the_group
from app.demo.offers.offering import BEFORE, LOOKERS
from app.demo.rows import table_of
from app.demo.world import Booked
from app.identity.models import Guest
from app.offers.decisions.candidates import undated
from app.offers.decisions.context import Context, page_key
from app.offers.decisions.deciding import decide
from app.offers.decisions.models import OfferDecision
from app.offers.decisions.operations.recording import rows_of
from app.store import db, write

MOST = 200
"""Pages that are shown in one step, however much fell into it."""


def show_offers(events: Sequence[Booked], since: datetime, until: datetime) -> int:
    """Guests who had stayed and booked between the two instants saw offers before, and for each of them two others who
    only looked; answers how many decisions the log has more. Ranked, held out and refused as for everybody."""
    booked = {one.guest.email.lower(): one for one in events if _looked(one, since, until)}
    regulars = _regulars(until)
    known = [(guest_id, booked[mail].visit.booked_at - BEFORE) for guest_id, mail in regulars if mail in booked]
    if not known:
        return 0
    random = Random(f"looked {since} {until}")
    chosen = random.sample(regulars, min(len(regulars), LOOKERS * len(known)))
    at = [since + (until - since) * random.random() for _ in chosen]
    lookers = zip((guest_id for guest_id, _ in chosen), at, strict=True)
    return sum(_shown(guest_id, max(when, since)) for guest_id, when in [*known, *lookers][:MOST])


def _looked(booked: Booked, since: datetime, until: datetime) -> bool:
    return booked.source == "web" and since < booked.visit.booked_at <= until


def _regulars(until: datetime) -> list[tuple[int, str]]:
    """Everybody who had stayed by then, with their mail."""
    guest, booking = table_of(Guest), table_of(Booking)
    rows = db.session.execute(
        select(guest.c.id, guest.c.email_lower)
        .where(
            guest.c.erased_at.is_(None),
            guest.c.merged_into_id.is_(None),
            guest.c.email_lower.is_not(None),
            guest.c.id.in_(
                select(booking.c.guest_id).where(
                    booking.c.state == "departed", booking.c.departure_on <= (until - timedelta(days=1)).date()
                )
            ),
        )
        .order_by(guest.c.id)
    )
    return [(row.id, row.email_lower) for row in rows]


def _shown(guest_id: int, at: datetime) -> int:
    zone = the_group().plain["time_zone"]
    today = at.astimezone(ZoneInfo(zone)).date()
    context = Context("home", page_key("home", guest_id, today), today, undated(at, zone))
    shown = decide([guest_id], context, at, seed=f"demo {guest_id} {at.isoformat()}")
    if shown.guest_id is None or shown.again or not shown.choices:
        return 0
    write(insert(table_of(OfferDecision)), rows_of(shown))
    return len(shown.choices)
