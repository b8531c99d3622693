"""What is packed: nights of a stay behind one door, and doors that are not to be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Lodging:
    """Nights of a stay behind one door, from `first` up to but not including `until`.

    `room_id` is the door it has now, which a `fixed` one keeps; any other may get another one of `rooms` (None: any).
    """

    stay_id: int
    first: date
    until: date
    room_id: int | None = None
    fixed: bool = False
    rooms: frozenset[int] | None = None

    def overlaps(self, other: Lodging | Block) -> bool:
        return self.first < other.until and other.first < self.until

    @property
    def only_door(self) -> int | None:
        """The one door at which it can be, where there is one."""
        if self.fixed:
            return self.room_id
        return next(iter(self.rooms)) if self.rooms is not None and len(self.rooms) == 1 else None


@dataclass(frozen=True, slots=True)
class Block:
    """A door that nobody gets on these nights: closed, or somebody's whom this packing does not touch."""

    room_id: int
    first: date
    until: date
    stay_id: int | None = None


def side_by_side(lodgings: Iterable[Lodging]) -> list[list[Lodging]]:
    """Groups in order: no night of one touches a night of another, so that each is packed by itself."""
    groups: list[list[Lodging]] = []
    until = date.min
    for lodging in sorted(lodgings, key=lambda one: one.first):
        if lodging.first >= until:
            groups.append([])
        groups[-1].append(lodging)
        until = max(until, lodging.until)
    return groups


def around(some: Collection[Lodging], lodgings: Iterable[Lodging]) -> list[Lodging]:
    """Those on which the doors of `some` may depend: whoever may move and is side by side with them, or with one who
    is, and all that are fixed meanwhile."""
    known = list(lodgings)
    movable = [one for one in known if one.only_door is None or one in some]
    groups = [group for group in side_by_side(movable) if not set(some).isdisjoint(group)]
    return [one for one in known if any(group[0].first < one.until and one.first < _end(group) for group in groups)]


def _end(group: Iterable[Lodging]) -> date:
    return max(one.until for one in group)


def runs_by_door(nights: Mapping[date, int]) -> list[tuple[int, date, date]]:
    """(door, first, until) for neighbouring nights behind the same door, in order."""
    runs: list[tuple[int, date, date]] = []
    for night, door in sorted(nights.items()):
        after = date.fromordinal(night.toordinal() + 1)
        if runs and runs[-1][0] == door and runs[-1][2] == night:
            runs[-1] = (door, runs[-1][1], after)
        else:
            runs.append((door, night, after))
    return runs


def lodgings_of(
    stay_id: int,
    nights: Sequence[date],
    given: Mapping[date, int],
    *,
    rigid: bool,
    rooms: frozenset[int] | None = None,
) -> list[Lodging]:
    """What a stay's nights in one room type are to the packer; `given` are the doors it has on some of them.

    A stay is one lodging a run of nights. One that is `rigid`, being in the house, or split between doors already,
    keeps each door that it has, and its other nights are behind the door beside them or nowhere: nobody is moved in
    the middle of a stay unasked.
    """
    lodgings: list[Lodging] = []
    for run in _neighbours(nights):
        own = {night: given[night] for night in run if night in given}
        first, until = run[0], date.fromordinal(run[-1].toordinal() + 1)
        if not own or (not rigid and len(set(own.values())) == 1):
            door = next(iter(own.values()), None)
            lodgings.append(Lodging(stay_id, first, until, door, rooms=rooms))
            continue
        door = next(iter(dict(sorted(own.items())).values()))
        for night in run:
            door = own.get(night, door)
            end = date.fromordinal(night.toordinal() + 1)
            one = Lodging(stay_id, night, end, own.get(night), fixed=night in own, rooms=frozenset({door}))
            last = lodgings[-1] if lodgings else None
            if last and (last.until, last.fixed, last.rooms) == (night, one.fixed, one.rooms):
                lodgings[-1] = replace(last, until=end)
            else:
                lodgings.append(one)
    return lodgings


def _neighbours(nights: Sequence[date]) -> list[list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for index, night in enumerate(sorted(nights)):
        found[night.toordinal() - index].append(night)
    return list(found.values())
