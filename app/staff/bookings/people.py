"""Who comes, as far as the law and the kitchen have to know."""

from __future__ import annotations

from app.booking.people.queries import allergies_of, register_of
from app.booking.people.rules import CannotEat, lacking, people_of
from app.booking.queries import PlacedBooking
from app.kernel.words import counted, listed


def register_words(booking: PlacedBooking) -> str:
    """Whether the register is complete; one statement."""
    people = people_of((stay.part, stay.chosen.party) for stay in booking.live)
    asked = [person for person in people if person.registered]
    missing = len(lacking(people, register_of(booking.id)))
    if not asked:
        return "Nobody to register"
    if not missing:
        return f"Complete, {counted(len(asked), 'guest')}"
    return f"{len(asked) - missing} of {len(asked)} complete"


def kitchen_words(booking_id: int, *, names: bool) -> list[str]:
    """What nobody may forget at table. Who cannot eat what only where `names` may be read; one statement."""
    known = list(allergies_of(booking_id).values())
    if not known:
        return []
    unread = len([one for one in known if one.read_at is None])
    read = "the kitchen has read it" if not unread else "the kitchen has not read it yet"
    if not names:
        return [f"{counted(len(known), 'guest').capitalize()} with an allergy: {read}"]
    return [*(_words(one.cannot_eat) for one in known), read.capitalize()]


def _words(told: CannotEat) -> str:
    return f"{told.person or 'A guest'}: {listed([*told.allergens, *filter(None, (told.words,))])}"
