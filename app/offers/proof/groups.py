"""For whom each offer works: guests in their groups when they first saw it, by the stays that lay behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select, union_all

from app.booking.models import BookedStay, Booking
from app.identity.models import Guest
from app.offers.proof.rules.groups import Before, GroupKey, GroupSum, Seen, add_groups
from app.offers.proof.rules.sums import EVERY, Sums
from app.store import db

BEEN = ("departed", "in_house")
AT_ONCE = 500
_booking, _stay, _guest = Booking.__table__, BookedStay.__table__, Guest.__table__


Groups = Mapping[GroupKey, GroupSum]


def groups_by_offer(sums: Sums) -> Mapping[int, Groups]:
    """Every offer's groups, of the guests who are known in the sums of a log. A statement for every five hundred."""
    found: defaultdict[int, dict[GroupKey, GroupSum]] = defaultdict(dict)
    everybody = sorted(sums.known_guests)
    for first in range(0, len(everybody), AT_ONCE):
        some = set(everybody[first : first + AT_ONCE])
        stays, seen = stays_of(some), defaultdict[int, list[Seen]](list)
        for (promotion_id, arm, late), days in sums.known.items():
            came = sums.came.get((promotion_id, arm, late), {})
            if promotion_id != EVERY:
                seen[promotion_id] += [Seen(one, arm, late, days[one], one in came) for one in days.keys() & some]
        for promotion_id, own in seen.items():
            add_groups(found[promotion_id], own, stays)
    return found


def stays_of(guest_ids: Iterable[int]) -> dict[int, list[Before]]:
    """What lay behind each of these guests by now, with the stays of everybody under their mail. A statement for every
    five hundred."""
    found: dict[int, list[Before]] = defaultdict(list)
    everybody = sorted(guest_ids)
    for first in range(0, len(everybody), AT_ONCE):
        for guest_id, stay in _stays(everybody[first : first + AT_ONCE]):
            found[guest_id].append(stay)
    return found


def _stays(guest_ids: Sequence[int]) -> Iterator[tuple[int, Before]]:
    me, same = _guest.alias(), _guest.alias()
    told = (
        _booking.c.arrival_on, _booking.c.departure_on, _booking.c.booked_at, _booking.c.location_id,
        func.sum(_stay.c.adults), func.max(case((_stay.c.children != "", 1), (_stay.c.cots > 0, 1), else_=0)),
        func.max(_stay.c.dogs),
    )  # fmt: skip
    of_one = (
        _booking.c.id, _booking.c.arrival_on, _booking.c.departure_on, _booking.c.booked_at, _booking.c.location_id
    )  # fmt: skip
    rooms = _booking.join(_stay, (_stay.c.booking_id == _booking.c.id) & _stay.c.cancelled_at.is_(None))
    been = _booking.c.state.in_(BEEN)
    own: Any = (
        select(_booking.c.guest_id, *told)
        .select_from(rooms)
        .where(_booking.c.guest_id.in_(guest_ids), been)
        .group_by(_booking.c.guest_id, *of_one)
    )
    others: Any = (
        select(me.c.id, *told)
        .select_from(
            me.join(same, (same.c.email_lower == me.c.email_lower) & (same.c.id != me.c.id)).join(
                rooms, _booking.c.guest_id == same.c.id
            )
        )
        .where(me.c.id.in_(guest_ids), been)
        .group_by(me.c.id, *of_one)
    )
    for guest_id, arrival_on, departure_on, booked_at, location_id, adults, children, dogs in db.session.execute(
        union_all(own, others)
    ):
        party = int(adults), bool(children), bool(dogs)
        yield guest_id, Before(arrival_on, departure_on, booked_at.date(), location_id, *party)
