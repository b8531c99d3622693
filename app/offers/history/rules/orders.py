"""The order in which somebody who is recognised sees houses and rooms, with the sentence that says why.

Prices are the same in every order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.kernel.seasons import season_of
from app.offers.history.rules.facts import History, PastStay
from app.offers.history.rules.spelling import Names, month_of, times


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """Ids in somebody's own order. `because` is the true sentence behind it, proved by the bookings `proof`; None and
    nothing where there is no reason, and the ids are as they were given."""

    ids: tuple[int, ...]
    because: str | None = None
    proof: tuple[int, ...] = ()


def house_order(history: History, houses: Sequence[int], names: Names) -> OwnOrder:
    """The house that the guest named comes first, or where they named none those they stayed at, the most often and
    then the latest; all others as given, which is the order most people book in."""
    if history.off or "house" in history.forgotten:
        return OwnOrder(tuple(houses))
    said = named(history.said.get("house"), {one: names.houses.get(one, "") for one in houses})
    slept = [] if "house" in history.said else [one for one in history.slept() if one.location_id in houses]
    counts = Counter(one.location_id for one in slept)
    latest = {one.location_id: one.arrival_on.toordinal() for one in reversed(slept)}
    ordered = sorted(houses, key=lambda one: (one != said, -counts[one], -latest.get(one, 0)))
    first = ordered[0] if ordered else None
    own = [one for one in slept if one.location_id == first]
    if first is not None and own:
        return OwnOrder(tuple(ordered), f"you stayed at {names.houses[first]} {_when(own)}", _ids(own))
    if first is not None and first == said:
        return OwnOrder(tuple(ordered), f"you named {names.houses[first]}")
    return OwnOrder(tuple(ordered))


def room_order(
    history: History, rooms: Sequence[int], kinds: Mapping[int, str], names: Mapping[int, str] | None = None
) -> OwnOrder:
    """Room types of a house: what the guest named comes first, or where they named none what they slept in and then
    what is of a kind they slept in elsewhere, the most often first; all others as given. `kinds` has the kind of every
    room type of the group."""
    if history.off or "room" in history.forgotten:
        return OwnOrder(tuple(rooms))
    said = " ".join((history.said.get("room") or "").casefold().split())
    slept = [] if said else history.slept()
    own = Counter(room for one in slept for room in set(one.room_type_ids))
    alike = Counter(kind for one in slept for kind in {kinds.get(room, "") for room in one.room_type_ids} if kind)
    called = {room: (names or {}).get(room, "").casefold() for room in rooms}
    ordered = sorted(rooms, key=lambda one: (not said or called[one] != said, -own[one], -alike[kinds.get(one, "")]))
    first = [one for one in slept if ordered and ordered[0] in one.room_type_ids]
    return OwnOrder(tuple(ordered), None, _ids(first))


def stays_at(history: History, location_id: int, names: Names) -> str:
    """`Your stays: October 2025 and May 2026, both in the Garden room.`; empty where there are none."""
    own = [one for one in reversed(history.slept()) if one.location_id == location_id]
    if history.off or "house" in history.set_aside or not own:
        return ""
    rooms = {names.rooms.get(room, "") for one in own for room in one.room_type_ids}
    room = rooms.pop() if len(rooms) == 1 and "room" not in history.set_aside else ""
    if len(own) == 1:
        return f"Your stay: {month_of(own[0].arrival_on)}{f', in the {room}' if room else ''}."
    if len(own) == 2:
        words = f"Your stays: {month_of(own[0].arrival_on)} and {month_of(own[1].arrival_on)}"
        return f"{words}{f', both in the {room}' if room else ''}."
    words = f"You stayed {times(len(own))}, last in {month_of(own[-1].arrival_on)}"
    return f"{words}{f', always in the {room}' if room else ''}."


def named(said: str | None, names: Mapping[int, str]) -> int | None:
    """The id that is called what somebody said, however they wrote it; None for none."""
    words = " ".join((said or "").casefold().split())
    return next((one for one, name in names.items() if words and name.casefold() == words), None)


def _when(own: Sequence[PastStay]) -> str:
    """`twice, both in spring`, the newest first."""
    seasons = {season_of(one.arrival_on) for one in own}
    if len(own) == 1:
        return f"in {month_of(own[0].arrival_on)}"
    if len(seasons) == 1:
        return f"{times(len(own))}, {'both' if len(own) == 2 else 'always'} in {seasons.pop()}"
    return f"{times(len(own))}, last in {month_of(own[0].arrival_on)}"


def _ids(own: Iterable[PastStay]) -> tuple[int, ...]:
    return tuple(one.booking_id for one in own)
