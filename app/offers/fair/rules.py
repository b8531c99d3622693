"""Which quotes of a day are replayed, and where what was told is not what a stranger would have been told. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from app.pricing.rules import Line

REDUCTION = "reduction"
MOST = 400
"""How many quotes of a day are replayed."""

Key = tuple[int, str, date | None, Any]
Told = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line told otherwise than to a stranger, in minor units; None on the side that has no such line."""

    kind: str
    night: date | None
    label: str
    told_minor: int | None
    stranger_minor: int | None

    @property
    def apart_minor(self) -> int:
        """How much more than a stranger's it was; below 0 when less."""
        return (self.told_minor or 0) - (self.stranger_minor or 0)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "night": self.night.isoformat() if self.night else None,
            "label": self.label,
            "told_minor": self.told_minor,
            "stranger_minor": self.stranger_minor,
        }


def sample(quote_ids: Iterable[int], day: date, most: int = MOST) -> list[int]:
    """`most` of the quotes at most: always the same of a day, and drawn without a look at anything but their ids."""

    def drawn(quote_id: int) -> bytes:
        return blake2b(f"{day} {quote_id}".encode(), digest_size=8).digest()

    return sorted(sorted(set(quote_ids), key=drawn)[:most])


def differences(told: Sequence[Line], ways: Sequence[Sequence[Line]], *, mixed: bool = False) -> list[Difference]:
    """Where the lines that were told are none of the `ways` in which a stranger would have been told them.

    They must be one of these whole; with `mixed`, each line may come from another: a booking that was changed keeps
    the price of the nights that it keeps. Offers are left out, unless one adds to the price: that is a difference.
    """
    own = [line for line in told if line.kind != REDUCTION]
    raised = [
        Difference(line.kind, line.night, line.label, line.gross_minor, 0)
        for line in told
        if line.kind == REDUCTION and line.gross_minor > 0
    ]
    if mixed:
        return raised + _apart(own, ways)
    return raised + min((_apart(own, [way]) for way in ways), key=len)


def _apart(own: Sequence[Line], ways: Sequence[Sequence[Line]]) -> list[Difference]:
    mine, theirs = _by_key(own), [_by_key(way) for way in ways]
    wanted = dict.fromkeys([*mine, *(key for way in theirs[:1] for key in way)])
    found = []
    for key in wanted:
        if mine.get(key) not in [way.get(key) for way in theirs]:
            way = next((way for way in theirs if key in way), {})
            found.append(_difference(key, own, mine.get(key), way.get(key)))
    return found


def _difference(key: Key, own: Sequence[Line], mine: Told | None, theirs: Told | None) -> Difference:
    label = next((line.label for line in own if _key(line) == key), "")
    return Difference(key[1], key[2], label, _gross(mine), _gross(theirs))


def _gross(told: Told | None) -> int | None:
    return None if told is None else sum(gross for _, gross, _, _ in told)


def _by_key(lines: Sequence[Line]) -> dict[Key, Told]:
    found: dict[Key, list[tuple[int, int, int, int]]] = defaultdict(list)
    for line in lines:
        found[_key(line)].append((line.count, line.gross_minor, line.vat_bp, line.vat_minor))
    return {key: tuple(sorted(told)) for key, told in found.items()}


def _key(line: Line) -> Key:
    """What a line is about; an extra may have been renamed since."""
    named = (line.source or {}).get("extra_id") if line.kind == "extra" else line.label if line.kind == "levy" else None
    return line.part, line.kind, line.night, named
