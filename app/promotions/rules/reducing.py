"""What a promotion takes off the lines of a quote. Pure arithmetic in minor units.

Nothing goes below nothing, no night of a room below the floor, and the VAT of a reduction is that of the line it
reduces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from app.kernel.money import share_of, split, vat_within
from app.promotions.rules.promotion import Promotion, counted_nights


class PricedLine(Protocol):
    """A line of a quote, as pricing makes it."""

    @property
    def part(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def night(self) -> date | None: ...
    @property
    def count(self) -> int: ...
    @property
    def gross_minor(self) -> int: ...
    @property
    def vat_bp(self) -> int: ...
    @property
    def source(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Reduction:
    """A line that takes off: `gross_minor` and `vat_minor` are nothing or below; nothing for what costs nothing."""

    part: int
    night: date | None
    label: str
    gross_minor: int
    vat_bp: int
    vat_minor: int
    source: dict[str, Any] = field(compare=False)


WHOLE_BP = 10_000

ROUNDED = 100
"""More than rounding line by line adds up to."""

Instead = Mapping[tuple[int, date], int]
"""What the room that the better one takes the place of costs, by part and night."""

Cut = tuple[PricedLine, int]
"""A line and what is taken off it."""


def reductions(
    promotion: Promotion, lines: Sequence[PricedLine], *, instead: Instead | None = None
) -> tuple[Reduction, ...]:
    """The lines that the promotion adds to a quote of `lines`, among which those of others may stand already.

    It reduces: `percent`, `another_house` and `amount` the room on each night that counts (an amount in proportion,
    once for all rooms); `longer` each room's cheapest night that counts; `extra` one of it; `supper` that of the first
    night that counts, for everybody; `better_room` what the better room costs more than `instead`. `later_departure`
    has a line of nothing for each room. () where there is nothing to take off.
    """
    if promotion.kind == "later_departure":
        return tuple(_later(promotion, part) for part in sorted({line.part for line in lines}))
    cuts = _KINDS[promotion.kind](promotion, lines, instead or {})
    return tuple(_reduction(promotion, line, cut, instead or {}) for line, cut in cuts if cut > 0)


def least_with(promotions: Iterable[Promotion], full_minor: int) -> int:
    """Nothing that costs so much without the promotions comes to less than this with them, whatever it is made of."""
    for own in promotions:
        full_minor -= own.amount_minor or 0
        full_minor = full_minor * (WHOLE_BP - own.percent_bp) // WHOLE_BP - ROUNDED
    return full_minor


def empty_reason(promotion: Promotion, lines: Sequence[PricedLine], *, instead: Instead | None = None) -> str | None:
    """Why the promotion would take nothing off, `floor` or `nothing`; None where it gives something."""
    if promotion.kind == "later_departure" or saved_minor(reductions(promotion, lines, instead=instead)):
        return None
    without = replace(promotion, floor_minor=None)
    return "floor" if saved_minor(reductions(without, lines, instead=instead)) else "nothing"


def saved_minor(found: Iterable[Reduction]) -> int:
    """What these take off, above nothing."""
    return -sum(one.gross_minor for one in found)


def _reduction(promotion: Promotion, line: PricedLine, cut: int, instead: Instead) -> Reduction:
    source: dict[str, Any] = {"promotion_id": promotion.id, "of": line.kind}
    if line.night is not None and (line.part, line.night) in instead:
        source["instead_minor"] = instead[line.part, line.night]
    return Reduction(line.part, line.night, promotion.title, -cut, line.vat_bp, -vat_within(cut, line.vat_bp), source)


def _later(promotion: Promotion, part: int) -> Reduction:
    leaves_by = promotion.leaves_by.isoformat("minutes") if promotion.leaves_by else None
    return Reduction(part, None, promotion.title, 0, 0, 0, {"promotion_id": promotion.id, "leaves_by": leaves_by})


def _rooms(promotion: Promotion, lines: Sequence[PricedLine]) -> list[tuple[PricedLine, int]]:
    """The room on each night that counts, with the most that may be taken off it."""
    found = []
    for line in lines:
        if line.kind == "room" and line.night and counted_nights(promotion, [line.night]):
            price = left_of(line, lines)
            found.append((line, max(0, price - max(promotion.floor_minor or 0, 0))))
    return found


def left_of(line: PricedLine, lines: Sequence[PricedLine]) -> int:
    """What a line still costs, less what reduces it already: lines of that part, night and kind."""
    taken = sum(
        other.gross_minor
        for other in lines
        if other.kind == "reduction"
        and (other.part, other.night) == (line.part, line.night)
        and (other.source or {}).get("of") == line.kind
    )
    return max(0, line.gross_minor + taken)


def _percent(promotion: Promotion, lines: Sequence[PricedLine], instead: Instead) -> list[Cut]:
    if promotion.amount_minor and not promotion.percent_bp:
        return _amount(promotion, lines, instead)
    return [
        (line, min(most, share_of(left_of(line, lines), promotion.percent_bp)))
        for line, most in _rooms(promotion, lines)
    ]


def _amount(promotion: Promotion, lines: Sequence[PricedLine], _instead: Instead) -> list[Cut]:
    rooms = _rooms(promotion, lines)
    weights = [most for _, most in rooms]
    cut = min(promotion.amount_minor or 0, sum(weights))
    if cut <= 0:
        return []
    return [(line, share) for (line, _), share in zip(rooms, split(cut, weights), strict=True)]


def _longer(promotion: Promotion, lines: Sequence[PricedLine], _instead: Instead) -> list[Cut]:
    cheapest: dict[int, tuple[PricedLine, int]] = {}
    for line, most in _rooms(promotion, lines):
        known = cheapest.get(line.part)
        if known is None or left_of(line, lines) < left_of(known[0], lines):
            cheapest[line.part] = (line, most)
    return [(line, min(most, share_of(left_of(line, lines), promotion.percent_bp))) for line, most in cheapest.values()]


def _better_room(promotion: Promotion, lines: Sequence[PricedLine], instead: Instead) -> list[Cut]:
    cuts = []
    for line, most in _rooms(promotion, lines):
        if line.night is not None and (line.part, line.night) in instead:
            more = max(0, left_of(line, lines) - instead[line.part, line.night])
            cuts.append((line, min(most, share_of(more, promotion.percent_bp))))
    return cuts


def _extra(promotion: Promotion, lines: Sequence[PricedLine], _instead: Instead) -> list[Cut]:
    """One of the extra, in the first room that has it."""
    for line in lines:
        if line.kind == "extra" and (line.source or {}).get("extra_id") == promotion.extra_id:
            one = left_of(line, lines) // max(line.count, 1)
            return [(line, share_of(one, promotion.percent_bp))]
    return []


def _supper(promotion: Promotion, lines: Sequence[PricedLine], _instead: Instead) -> list[Cut]:
    """Everybody's supper on the first night that counts and has one."""
    suppers = [line for line in lines if line.kind == "supper" and line.night]
    nights = counted_nights(promotion, sorted({line.night for line in suppers if line.night}))
    return [
        (line, share_of(left_of(line, lines), promotion.percent_bp))
        for line in suppers
        if nights and line.night == nights[0]
    ]


_KINDS: dict[str, Callable[[Promotion, Sequence[PricedLine], Instead], list[Cut]]] = {
    "percent": _percent,
    "another_house": _percent,
    "amount": _amount,
    "longer": _longer,
    "extra": _extra,
    "supper": _supper,
    "better_room": _better_room,
}
