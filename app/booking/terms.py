"""What cancelling gives back and what it keeps. Pure arithmetic and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.kernel.money import split
from app.kernel.words import hour, money, short_day
from app.pricing.rules import Line

FREE, KEPT, RESALE = "free", "kept", "resale"


@dataclass(frozen=True, slots=True)
class Purse:
    """The sums of a folio in minor units: `charged` without what is `kept`, and `asked`, on its way to the guest."""

    charged_minor: int = 0
    kept_minor: int = 0
    paid_minor: int = 0
    refunded_minor: int = 0
    asked_minor: int = 0

    @property
    def at_hand_minor(self) -> int:
        """What was paid and is neither given back, nor on its way back, nor kept for something given up."""
        return self.paid_minor - self.refunded_minor - self.asked_minor - self.kept_minor

    @property
    def overpaid_minor(self) -> int:
        return max(0, self.at_hand_minor - self.charged_minor)

    @property
    def due_minor(self) -> int:
        """What the guest still owes."""
        return max(0, self.charged_minor - self.at_hand_minor)


@dataclass(frozen=True, slots=True)
class PartTerms:
    """What becomes of one stay when it is cancelled. `how` is `free`, `kept` (too late) or `resale`.

    `kept_minor` of what was paid stays with the house; with `resale` it lies on `nights` and comes back as they are
    resold, less `fee_minor` once.
    """

    part: int
    room_type_id: int
    how: str
    charged_minor: int
    kept_minor: int
    nights: tuple[tuple[date, int], ...] = ()
    fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class CancellationTerms:
    """What cancelling `parts` gives back and keeps at this moment. `all_parts`: nothing of the booking is left then.

    `free_until_at` is the quote's deadline, also where it has passed; None where cancelling was never free.
    `owed_minor` is what the guest will owe no more.
    """

    revision: int
    currency: str
    zone: str
    parts: tuple[PartTerms, ...]
    all_parts: bool
    free_until_at: datetime | None
    refund_minor: int
    owed_minor: int

    @property
    def kept_minor(self) -> int:
        return sum(part.kept_minor for part in self.parts)

    @property
    def resale(self) -> bool:
        """True when something of it comes back only as it is resold."""
        return any(part.how == RESALE for part in self.parts)

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences that stand above the button, the first about money that comes back at once."""
        return tuple(_words(self))


def kept_shares(at_hand_minor: int, charged_minor: Mapping[int, int], first: Collection[int] = ()) -> dict[int, int]:
    """How much of what was paid went into each stay: into those of `first`, which are paid at once, before the others.

    Among either in proportion to their charges, and never more than these.
    """
    shares = dict.fromkeys(charged_minor, 0)
    for parts in ([part for part in shares if part in first], [part for part in shares if part not in first]):
        charges = [charged_minor[part] for part in parts]
        share = min(max(0, at_hand_minor), sum(charges))
        if share > 0:
            shares |= zip(parts, split(share, charges), strict=True)
            at_hand_minor -= share
    return shares


def kept_nights(kept_minor: int, lines: Sequence[Line]) -> tuple[tuple[date, int], ...]:
    """What a stay that waits to be resold keeps for each night: no more than the lines of that night come to.

    What belongs to no night, such as a dog or flowers, is not resold and not kept.
    """
    nights = prices_by_night(lines)
    worth = sum(nights.values())
    if worth <= 0 or kept_minor <= 0:
        return ()
    shares = split(min(kept_minor, worth), list(nights.values()))
    return tuple((night, share) for night, share in zip(nights, shares, strict=True) if share)


def prices_by_night(lines: Sequence[Line]) -> dict[date, int]:
    """What each night of a stay costs with its meals and reductions, in order."""
    nights: dict[date, int] = {}
    for line in sorted((line for line in lines if line.night), key=lambda line: str(line.night)):
        if line.night is not None:
            nights[line.night] = nights.get(line.night, 0) + line.gross_minor
    return nights


def back_for_night(paid_minor: int, fetched_minor: int, fee_left_minor: int) -> int:
    """The lower of what was paid for a night and what it fetched, less what is left of the fee; never below nothing."""
    return max(0, min(paid_minor, fetched_minor) - fee_left_minor)


def most_back(kept_minor: int, fee_minor: int) -> int:
    """What comes back of what is kept for nights when all of them are resold for what was paid; never below nothing."""
    return max(0, kept_minor - fee_minor)


def _words(terms: CancellationTerms) -> list[str]:
    def pounds(minor: int) -> str:
        return money(minor, terms.currency)

    said = []
    if terms.refund_minor:
        said.append(f"{pounds(terms.refund_minor)} goes back to where you paid from, usually within ten working days.")
    hows = {part.how for part in terms.parts}
    kept = sum(part.kept_minor for part in terms.parts if part.how == KEPT)
    if kept:
        said.append(f"It is too late to cancel free: the {pounds(kept)} you paid is kept.")
    elif KEPT in hows and not terms.refund_minor:
        said.append("It is too late to cancel free, but nothing was paid and nothing is charged.")
    said += [
        f"Up to {pounds(most_back(part.kept_minor, part.fee_minor))} comes back as your nights are resold: what you"
        f" paid for a night or what it fetches, whichever is lower, {pounds(part.fee_minor)} taken off once. They go on"
        " sale at once."
        for part in terms.parts
        if part.nights
    ]
    if not said:
        said.append("Nothing was paid, so nothing is refunded.")
    if terms.owed_minor and terms.all_parts:
        said.append("You owe nothing more.")
    if hows == {FREE} and terms.free_until_at:
        wall = terms.free_until_at.astimezone(ZoneInfo(terms.zone))
        said.append(f"Cancelling is free until {hour(wall.time())}, {short_day(wall.date())}.")
    return said
