"""What is known of people goes where they go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.booking.models import BookedStay
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.people.rules import LEFT_EARLY, Key, followed, people_of
from app.kernel.party import Party
from app.store import db, write

Rooms = Sequence[tuple[int, Party]]
"""The parts of a booking with who sleeps there."""

_register, _allergy, _stay = RegisterEntry.__table__, Allergy.__table__, BookedStay.__table__
_STAYS = select(_stay.c.part, _stay.c.id, _stay.c.checked_in_at).where(_stay.c.booking_id == bindparam("booking"))


def follow_people(booking_id: int, before: Rooms, after: Rooms, leaving: Collection[Key] = ()) -> None:
    """The register and the allergies of these rooms stay with the people they were said of, as `followed` finds them,
    and are gone of those who do not come any more. Who has stayed and leaves before the others remains in the register
    (`LEFT_EARLY`). What the kitchen has read stays read. Part of a transaction, once the stays are as they are now."""
    old, new = people_of(before), people_of(after)
    if old == new and not leaving:
        return
    parts = dict(before)
    said = db.session.execute(
        select(_register.c.id, _register.c.part, _register.c.number).where(
            _register.c.booking_id == booking_id, _register.c.part.in_(parts)
        )
    ).all()
    eaten = db.session.execute(
        select(_allergy.c.id, _stay.c.part, _allergy.c.number)
        .join(_stay, _stay.c.id == _allergy.c.stay_id)
        .where(_stay.c.booking_id == booking_id, _stay.c.part.in_(parts))
    ).all()
    where = followed(old, new, {(row.part, row.number) for row in (*said, *eaten)}, leaving)
    stays = {row.part: row for row in db.session.execute(_STAYS, {"booking": booking_id})}
    here = [part for part, stay in stays.items() if stay.checked_in_at is not None]
    _place(_register, said, where | _left_early([(row.part, row.number) for row in said], where, here), _of_part)
    _place(_allergy, eaten, where, lambda part: {"stay_id": stays[part].id})


def _left_early(said: Sequence[Key], where: Mapping[Key, Key], here: Collection[int]) -> dict[Key, Key]:
    """Where the register keeps those who have stayed and come no more; those whom it keeps so already stay there."""
    found = {key: key for key in said if key[1] > LEFT_EARLY}
    for part, number in said:
        if part in here and (part, number) not in {*where, *found}:
            last = max((own for of, own in found.values() if of == part), default=LEFT_EARLY)
            found[part, number] = (part, last + 1)
    return found


def _of_part(part: int) -> dict[str, int]:
    return {"part": part}


def _place(table: Any, rows: Sequence[Any], where: Mapping[Key, Key], room: Callable[[int], dict[str, int]]) -> None:
    """Each row stands at its person's place; those of nobody are gone."""
    keys = {row.id: (row.part, row.number) for row in rows}
    moved = {row_id: where[key] for row_id, key in keys.items() if where.get(key, key) != key}
    write(delete(table).where(table.c.id.in_([row_id for row_id, key in keys.items() if key not in where])))
    if moved:  # out of each other's way first
        write(update(table).where(table.c.id.in_(moved)).values(number=-table.c.number))
    for row_id, (part, number) in moved.items():
        write(update(table).where(table.c.id == row_id).values(number=number, **room(part)))
