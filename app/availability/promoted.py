"""What stays cost with promotions in them: gifts are added, reductions taken off, levies follow what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.availability.board import Board
from app.catalogue.queries import RoomType
from app.pricing.queries import PriceList
from app.pricing.rules import (
    ChosenExtra,
    Line,
    Part,
    Plan,
    PricedStay,
    bare_lines,
    levy_lines,
    night_minor,
    room_prices,
    stay_lines,
)
from app.promotions.rules import (
    Asked,
    AskedStay,
    Promotion,
    counted_nights,
    empty_reason,
    in_order,
    reductions,
    refusals,
    saved_minor,
    stacking,
)

Instead = Mapping[tuple[int, date], int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One room of what is priced; `left` is the fewest free of its type on a night, None where nobody counts."""

    room_type: RoomType
    priced: PricedStay
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Promoted:
    """The lines of all rooms, what each promotion that holds takes off, and why the others do not hold.

    `stays` are the rooms with the gifts of the promotions in them.
    """

    lines: tuple[Line, ...]
    stays: tuple[PricedStay, ...]
    held: tuple[tuple[Promotion, int], ...] = ()
    refused: Mapping[int, tuple[str, ...]] | None = None


def price_with(
    board: Board,
    rooms: Sequence[Wanted],
    promotions: Sequence[Promotion],
    *,
    today: date,
    taken: Mapping[int, Promotion] | None = None,
    counting: bool = True,
) -> Promoted:
    """The rooms with every one of the promotions that holds; those that do not are left out and say why.

    One after the other in their order, each over what those before it have left; a later one that may not stack is
    `stacked`. Those of `taken` hold already, on the terms given there: only what they are for is asked. Without
    `counting` whether a use and budget are left is for taking one to say. No statement.
    """
    taken = taken or {}
    stays = tuple(room.priced for room in rooms)
    held: list[tuple[Promotion, int]] = []
    refused: dict[int, tuple[str, ...]] = {}
    vat = board.prices_of.vat_bp
    off: list[Line] = []
    bare: list[list[Line]] = []
    for wanted in promotions:
        own = taken.get(wanted.id, wanted)
        added = with_gift(board, stays, own)
        rows = [bare_lines(stay, vat) for stay in added]
        lines = [line for row in rows for line in row] + off
        instead = instead_of(board, rooms, own)
        found = reductions(own, lines, instead=instead)
        asked = own if counting else replace(own, uses_most=None, budget_minor=None)
        reasons = _reasons(board, rooms, asked, saved_minor(found), today, limits=own.id not in taken)
        if own.id not in taken and not stacking([one for one, _ in held] + [own]):
            reasons = in_order([*reasons, "stacked"])
        if not reasons and not saved_minor(found) and (empty := empty_reason(own, lines, instead=instead)):
            reasons = (empty,)
        if reasons:
            refused[own.id] = reasons
            continue
        stays, bare = added, rows
        held.append((own, saved_minor(found)))
        off += [
            Line(one.part, "reduction", one.night, one.label, 1, one.gross_minor, one.vat_bp, one.vat_minor, one.source)
            for one in found
        ]
    if not held:
        plain = [line for stay in stays for line in stay_lines(stay, vat)]
        return Promoted(tuple(plain), stays, (), refused)
    return Promoted(tuple(_whole(stays, bare, off, board.prices_of)), stays, tuple(held), refused)


def _whole(
    stays: Sequence[PricedStay], bare: Sequence[Sequence[Line]], off: Sequence[Line], listed: PriceList
) -> list[Line]:
    """Room by room: what it costs (`bare`), what is taken off, and the levies on what is left."""
    whole: list[Line] = []
    for stay, lines in zip(stays, bare, strict=True):
        own = [*lines, *(line for line in off if line.part == stay.part)]
        whole += own + levy_lines(stay.levies, room_prices(own), stay.party.adults, stay.part)
    return whole


def _reasons(
    board: Board, rooms: Sequence[Wanted], own: Promotion, saves_minor: int, today: date, *, limits: bool
) -> tuple[str, ...]:
    stays = tuple(AskedStay(room.priced.stay, room.priced.party, room.room_type.id, room.left) for room in rooms)
    asked = Asked(board.house.id, board.house.currency, stays, today, saves_minor=saves_minor)
    found = refusals(own, asked, limits=limits)
    if limits and own.kind == "supper" and not _seated(board, rooms, own):
        return in_order([*found, "few_left"])
    return found


def _seated(board: Board, rooms: Sequence[Wanted], own: Promotion) -> bool:
    """Whether the board has places at one hour for everybody whose rate has no supper, on the night of the gift."""
    priced = [room.priced for room in rooms if room.left is not None and not room.priced.plan.supper_included]
    night = supper_night(own, [room.priced for room in rooms])
    if night is None or not priced or not board.reaches(priced[0].stay):
        return True
    return board.covers(board.index(night), board.index(night) + 1) >= sum(stay.party.heads for stay in priced)


def with_gift(board: Board, stays: Sequence[PricedStay], own: Promotion) -> tuple[PricedStay, ...]:
    """The stays with the extra, or the supper beside plans without one, that the promotion gives; as they are where
    they have it already."""
    if own.kind == "extra":
        return _with_extra(board, stays, own)
    if own.kind == "supper":
        return _with_supper(board, stays, own)
    return tuple(stays)


def _with_extra(board: Board, stays: Sequence[PricedStay], own: Promotion) -> tuple[PricedStay, ...]:
    given = next((extra for extra in board.house.extras if extra.id == own.extra_id), None)
    if given is None or any(extra.id == given.id for stay in stays for extra in stay.extras):
        return tuple(stays)
    one = ChosenExtra(given.id, given.name, given.basis, given.price_minor, 1)
    first, *others = stays
    order = [extra.id for extra in board.house.extras]
    extras = sorted((*first.extras, one), key=lambda extra: order.index(extra.id))
    return (replace(first, extras=tuple(extras)), *others)


def _with_supper(board: Board, stays: Sequence[PricedStay], own: Promotion) -> tuple[PricedStay, ...]:
    part, night = supper_part(board.prices_of), supper_night(own, stays)
    if part is None or night is None:
        return tuple(stays)
    return tuple(
        replace(stay, suppers={**stay.suppers, night: part})
        if night in stay.stay and not stay.plan.supper_included
        else stay
        for stay in stays
    )


def supper_part(listed: PriceList) -> Part | None:
    """What supper costs in a house: that of its first plan with supper; None where no plan has it."""
    return next((part for plan in listed.plans for part in plan.parts if part.kind == "supper"), None)


def supper_night(own: Promotion, stays: Sequence[PricedStay]) -> date | None:
    """The night on which everybody's supper is given: the first that counts."""
    return next(iter(counted_nights(own, sorted({night for stay in stays for night in stay.stay}))), None)


def instead_of(board: Board, rooms: Sequence[Wanted], own: Promotion) -> dict[tuple[int, date], int]:
    """What the next cheaper room that takes the same party on the same plan costs, without meals, by part and night."""
    found: dict[tuple[int, date], int] = {}
    if own.kind != "better_room":
        return found
    for room in rooms:
        if room.room_type.id == own.room_type_id:
            found |= {(room.priced.part, night): minor for night, minor in _next_cheaper(board, room).items()}
    return found


def _next_cheaper(board: Board, room: Wanted) -> dict[date, int]:
    stay, party, plan = room.priced.stay, room.priced.party, room.priced.plan
    if not board.reaches(stay):
        return {}
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    mine = board.total(room.room_type, plan, party, arrival, departure)
    totals = [
        (total, other)
        for other in board.room_types_for(party)
        if (total := board.total(other, plan, party, arrival, departure)) is not None
    ]
    cheaper = [pair for pair in totals if mine is not None and pair[0] < mine]
    if not cheaper:
        return {}
    _, other = max(cheaper, key=lambda pair: pair[0])
    return {night: _room_minor(board, other, plan, night, room.priced) for night in stay}


def _room_minor(board: Board, other: RoomType, plan: Plan, night: date, priced: PricedStay) -> int:
    """A night of another room without its meals."""
    base = board.prices.rates[other.id, plan.base_id][board.index(night)]
    whole = night_minor(base, plan, priced.party, priced.prices)
    return max(0, whole - sum(part.of(priced.party) for part in plan.parts))
