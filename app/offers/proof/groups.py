"""For whom an offer works: guests by the stays that lay behind them when they first saw it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, union_all

from app.booking.models import Booking
from app.identity.models import Guest
from app.store import db

NEW, MIDWEEK, WEEKENDS = "new", "midweek", "weekends"
GROUPS = {MIDWEEK: "Stayed midweek before", WEEKENDS: "Stayed at weekends only", NEW: "New to us"}
"""Every guest is in one of them; in the order of the page."""

WEEKEND = (4, 5)
"""The nights of Friday and Saturday."""

BEEN = ("departed", "in_house")
AT_ONCE = 500
_booking, _guest = Booking.__table__, Guest.__table__
Stay = tuple[date, date]


def groups_of(seen_at: Mapping[int, datetime], zone: str) -> dict[int, str]:
    """The group of each guest at that instant, with the stays of everybody under their mail. A statement for every
    five hundred guests."""
    wall, stays = ZoneInfo(zone), _stays(sorted(seen_at))
    return {guest_id: group_of(stays[guest_id], at.astimezone(wall).date()) for guest_id, at in seen_at.items()}


def group_of(stays: list[Stay], on: date) -> str:
    """By the stays that had ended by that day."""
    before = [stay for stay in stays if stay[1] <= on]
    if not before:
        return NEW
    nights = (
        arrival + timedelta(days=night) for arrival, departure in before for night in range((departure - arrival).days)
    )
    return MIDWEEK if any(night.weekday() not in WEEKEND for night in nights) else WEEKENDS


def _stays(guest_ids: list[int]) -> dict[int, list[Stay]]:
    me, same = _guest.alias(), _guest.alias()
    dates = _booking.c.arrival_on, _booking.c.departure_on
    been = _booking.c.state.in_(BEEN)
    found: dict[int, list[Stay]] = defaultdict(list)
    for first in range(0, len(guest_ids), AT_ONCE):
        some = guest_ids[first : first + AT_ONCE]
        own = select(_booking.c.guest_id, *dates).where(_booking.c.guest_id.in_(some), been)
        others = (
            select(me.c.id, *dates)
            .join(same, (same.c.email_lower == me.c.email_lower) & (same.c.id != me.c.id))
            .join(_booking, _booking.c.guest_id == same.c.id)
            .where(me.c.id.in_(some), been)
        )
        for guest_id, arrival_on, departure_on in db.session.execute(union_all(own, others)):
            found[guest_id].append((arrival_on, departure_on))
    return found
