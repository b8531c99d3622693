"""Which offers may stand on a page as far as dates, stock and their own limits go, and what they come to there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from app.availability.board import Board
from app.availability.promoted_search import promoted_lines
from app.availability.search import HouseFit, RateFit, RoomFit, SetRoom, search_house
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.offers.decisions.context import Candidate
from app.pricing.rules import Plan, total_minor
from app.promotions.queries import every, promotion_of, running
from app.promotions.rules import Asked, AskedStay, Promotion, counted_nights, in_order, refusals
from app.store import db

LOOKED_AHEAD = 120
"""Days within which a stay is looked for that an offer is good for, where nobody has said when they come."""

TRIES = 12
"""Stays that are tried in a house before it is given up."""

OF_DATES = ("nights", "weekday", "length", "party", "house", "room")
"""Reasons that lie in a stay; where nobody has asked for one they are none."""

Room = tuple[HouseFit, RoomFit]


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer and a stay that can be bought with it: what that comes to with and without, in minor units."""

    promotion: Promotion
    location_id: int
    room_type: RoomType
    plan: Plan
    stay: Stay
    party: Party
    without_minor: int
    with_minor: int
    currency: str


def standing() -> tuple[Promotion, ...]:
    """The offers that run and are shown, in their own order; those with a code only are for whoever types it."""
    return tuple(promotion for promotion in running() if not promotion.by_code_only)


def undated(at: datetime, timezone: str, offers: Sequence[Promotion] | None = None) -> tuple[Candidate, ...]:
    """Every offer (those that are standing, unless others are given) where nobody has said when they come: only its own
    limits can be against it."""
    today = at.astimezone(ZoneInfo(timezone)).date()
    if offers is not None:
        return _limited(offers, today)
    of, kept = every(), _undated.get(db.engine)
    if kept is None or kept[0] is not of or kept[1] != today:
        kept = _undated[db.engine] = (of, today, _limited(standing(), today))
    return kept[2]


_undated: WeakKeyDictionary[object, tuple[object, date, tuple[Candidate, ...]]] = WeakKeyDictionary()
"""As they stood for the promotions in memory, on that day."""


def _limited(offers: Sequence[Promotion], today: date) -> tuple[Candidate, ...]:
    return tuple(Candidate(promotion, _own_limits(promotion, today)) for promotion in offers)


def for_stay(
    fits: Iterable[HouseFit],
    at: datetime,
    room_type_id: int | None = None,
    offers: Sequence[Promotion] | None = None,
) -> tuple[tuple[Candidate, ...], dict[int, Offered]]:
    """Every offer for the stay that these houses were asked for (one room type of theirs, where that is given), and
    what those come to that can be had: in the house, room and rate where the stay is cheapest. `offers` are those that
    are standing, unless others are given. No statement."""
    candidates: list[Candidate] = []
    offered: dict[int, Offered] = {}
    rooms = _cheapest_first(fits, room_type_id)
    for promotion in standing() if offers is None else offers:
        found = _best(promotion, rooms, at)
        if isinstance(found, Offered):
            offered[promotion.id] = found
        candidates.append(Candidate(promotion, () if isinstance(found, Offered) else found))
    return tuple(candidates), offered


def found_for_stay(
    fits: Iterable[HouseFit], at: datetime, room_type_id: int | None = None
) -> Callable[[int], Offered | None]:
    """As `for_stay`, of one offer after another by its id, for whoever needs few of them."""
    rooms = _cheapest_first(fits, room_type_id)

    def find(promotion_id: int) -> Offered | None:
        promotion = promotion_of(promotion_id)
        found = _best(promotion, rooms, at) if promotion else None
        return found if isinstance(found, Offered) else None

    return find


def example(promotion: Promotion, boards: Iterable[Board], at: datetime, party: Party | None = None) -> Offered | None:
    """The next stay that can be bought with the offer; None where there is none within four months. No statement."""
    found = [own for board in boards if (own := _example(promotion, board, at, party or Party())) is not None]
    return min(found, key=lambda own: (own.stay.arrival, own.with_minor), default=None)


def _example(promotion: Promotion, board: Board, at: datetime, party: Party) -> Offered | None:
    if not promotion.holds_at(board.house.id):
        return None
    for stay in _stays_for(promotion, board.first):
        rooms = _cheapest_first([search_house(board, stay, party, at)], None)
        if isinstance(own := _best(promotion, rooms, at), Offered):
            return own
    return None


def _stays_for(promotion: Promotion, first: date) -> Iterator[Stay]:
    """Stays all of whose nights count, the soonest first."""
    nights = promotion.least_nights or min(2, promotion.most_nights or 2)
    begin = max(first + timedelta(days=1), promotion.nights_from_on or first)
    tried = 0
    for day in range(LOOKED_AHEAD):
        stay = Stay.of(begin + timedelta(days=day), nights)
        if len(counted_nights(promotion, stay)) == stay.nights:
            yield stay
            tried += 1
            if tried == TRIES:
                return


def _cheapest_first(fits: Iterable[HouseFit], room_type_id: int | None) -> list[Room]:
    rooms = [
        (fit, room) for fit in fits for room in fit.rooms if room_type_id is None or room.room_type.id == room_type_id
    ]
    return sorted(rooms, key=lambda found: found[1].cheapest_minor)


def _best(promotion: Promotion, rooms: Sequence[Room], at: datetime) -> Offered | tuple[str, ...]:
    """The cheapest of these rooms that can be had with the offer, else why none can; nowhere a room is `full`."""
    reasons: list[str] = []
    told_of: dict[tuple[int, bool, bool], tuple[str, ...]] = {}
    for fit, room in rooms:
        alike = (
            fit.board.house.id,
            room.room_type.id == promotion.room_type_id,
            room.left < (promotion.least_left or 0),
        )
        if alike not in told_of:
            told_of[alike] = _refusals(promotion, fit, room, at)
        found = told_of[alike] or _offered(promotion, fit, room, at)
        if isinstance(found, Offered):
            return found
        reasons += found
    told = [reason for reason in reasons if reason != "house"] or reasons
    return in_order(told) if told else ("full",)


def _refusals(promotion: Promotion, fit: HouseFit, room: RoomFit, at: datetime) -> tuple[str, ...]:
    house = fit.board.house
    own = AskedStay(fit.stay, fit.party, room.room_type.id, room.left)
    return refusals(promotion, Asked(house.id, house.currency, (own,), _today(fit, at)))


def _offered(promotion: Promotion, fit: HouseFit, room: RoomFit, at: datetime) -> Offered | tuple[str, ...]:
    """The cheapest rate of the room with the offer, as a quote would have it, or why it does not hold."""
    rate = min(room.rates, key=_total)
    alone = SetRoom(room.room_type, fit.party, room.left)
    priced = promoted_lines(fit.board, [alone], rate.plan, fit.stay, (promotion,), _today(fit, at))
    if not priced.held:
        return (priced.refused or {}).get(promotion.id, ("nothing",))
    house = fit.board.house
    return Offered(
        promotion, house.id, room.room_type, rate.plan, fit.stay, fit.party, rate.total_minor,
        total_minor(priced.lines), house.currency,
    )  # fmt: skip


def _total(rate: RateFit) -> int:
    return rate.total_minor


def _today(fit: HouseFit, at: datetime) -> date:
    return at.astimezone(ZoneInfo(fit.board.house.timezone)).date()


def _own_limits(promotion: Promotion, today: date) -> tuple[str, ...]:
    over = promotion.nights_until_on is not None and promotion.nights_until_on < today
    asked = Asked(location_id=0, currency=promotion.currency, stays=(), today=today)
    found = [reason for reason in refusals(promotion, asked) if reason not in OF_DATES]
    return in_order([*found, *(["nights"] if over else [])])
