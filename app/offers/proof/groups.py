"""The groups of guests as they were when they first saw an offer, by the stays that lay behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select, union_all

from app.booking.models import BookedStay, Booking
from app.identity.models import Guest
from app.offers.proof.rules.groups import Before, groups_of
from app.store import db

BEEN = ("departed", "in_house")
AT_ONCE = 500
_booking, _stay, _guest = Booking.__table__, BookedStay.__table__, Guest.__table__


def guest_groups(seen_at: Mapping[int, datetime], zone: str) -> dict[int, list[str | int | None]]:
    """The groups of each guest at that instant (`rules.groups_of`), with the stays of everybody under their mail. A
    statement for every five hundred guests."""
    wall, stays = ZoneInfo(zone), _stays(sorted(seen_at))
    return {guest_id: groups_of(stays[guest_id], at.astimezone(wall).date()) for guest_id, at in seen_at.items()}


def _stays(guest_ids: list[int]) -> dict[int, list[Before]]:
    me, same = _guest.alias(), _guest.alias()
    told = (
        _booking.c.arrival_on, _booking.c.departure_on, _booking.c.booked_at, _booking.c.location_id,
        func.sum(_stay.c.adults), func.max(case((_stay.c.children != "", 1), (_stay.c.cots > 0, 1), else_=0)),
    )  # fmt: skip
    of_one = (
        _booking.c.id, _booking.c.arrival_on, _booking.c.departure_on, _booking.c.booked_at, _booking.c.location_id
    )  # fmt: skip
    rooms = _booking.join(_stay, (_stay.c.booking_id == _booking.c.id) & _stay.c.cancelled_at.is_(None))
    been = _booking.c.state.in_(BEEN)
    found: dict[int, list[Before]] = defaultdict(list)
    for first in range(0, len(guest_ids), AT_ONCE):
        some = guest_ids[first : first + AT_ONCE]
        own: Any = (
            select(_booking.c.guest_id, *told)
            .select_from(rooms)
            .where(_booking.c.guest_id.in_(some), been)
            .group_by(_booking.c.guest_id, *of_one)
        )
        others: Any = (
            select(me.c.id, *told)
            .select_from(
                me.join(same, (same.c.email_lower == me.c.email_lower) & (same.c.id != me.c.id)).join(
                    rooms, _booking.c.guest_id == same.c.id
                )
            )
            .where(me.c.id.in_(some), been)
            .group_by(me.c.id, *of_one)
        )
        for guest_id, arrival_on, departure_on, booked_at, location_id, adults, children in db.session.execute(
            union_all(own, others)
        ):
            stay = Before(arrival_on, departure_on, booked_at.date(), location_id, int(adults), bool(children))
            found[guest_id].append(stay)
    return found
