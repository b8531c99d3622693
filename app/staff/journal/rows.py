"""Entries of the journal as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.booking.references import references_of, references_of_stays
from app.catalogue.queries import catalogue
from app.identity.staff.queries import staff_names
from app.journal.queries import Deed
from app.promotions.queries import promotion_of
from app.staff.journal.names import KINDS, Names, is_inside, names_known
from app.staff.journal.words import ACTORS, action_words, name_words, value_words

TOTALS = ("before_minor", "total_minor")
"""Of a booking that was changed, in its facts."""

VALUES = {"bound_set": "rate_minor", "room_given": "given"}
"""What before and after of a deed are, where they are not named."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a field was and is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in words; `url` leads to what it is about, where that has a page."""

    deed: Deed
    who: str
    what: str
    subject: str
    url: str
    house: str
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]


def rows_of(deeds: Sequence[Deed]) -> list[Row]:
    """Each entry with the names of those who did it and what it was done to; four statements at most."""
    staff = {deed.actor_id for deed in deeds if deed.actor == "staff"} | _ids(deeds, "staff")
    names = staff_names(one for one in staff if one is not None)
    references = {"booking": references_of(_ids(deeds, "booking")), "stay": references_of_stays(_ids(deeds, "stay"))}
    known = names_known(rates=any(deed.subject in ("rates", "rate_plan") for deed in deeds))
    return [_row(deed, names, references, known) for deed in deeds]


def _ids(deeds: Sequence[Deed], subject: str) -> set[int]:
    return {deed.subject_id for deed in deeds if deed.subject == subject}


def _row(
    deed: Deed, names: dict[int, str], references: dict[str, dict[int, str]], known: dict[str, dict[int, str]]
) -> Row:
    house = catalogue().by_id.get(deed.location_id or 0)
    meant = Names(known, house.currency if house else "GBP")
    subject, url = f"{name_words(deed.subject)} {deed.subject_id}", ""
    if reference := references.get(deed.subject, {}).get(deed.subject_id):
        subject, url = f"Booking {reference}", f"/staff/{house.slug}/bookings/{reference}" if house else ""
    elif deed.subject == "staff":
        subject = names.get(deed.subject_id, subject)
    elif deed.subject == "promotion" and (offer := promotion_of(deed.subject_id)):
        subject, url = f"Offer “{offer.title}”", f"/marketing/offers/{offer.slug}"
    elif deed.subject in KINDS:
        subject = meant.of(deed.subject, deed.subject_id)
    return Row(
        deed,
        who=names.get(deed.actor_id or 0, "The house") if deed.actor == "staff" else ACTORS.get(deed.actor, deed.actor),
        what=action_words(deed.action),
        subject=subject,
        url=url,
        house=house.name if house else "",
        changes=_changes(deed, meant),
        facts=tuple(
            (name_words(name), value_words(value, name, meant))
            for name, value in deed.facts.items()
            if name not in _told_as_change(deed) and not is_inside(name, value) and not name.endswith("_id")
        ),
    )


def _told_as_change(deed: Deed) -> tuple[str, ...]:
    """The facts that stand as before and after."""
    return ("before", "after", *(TOTALS if deed.action == "amended" else ()))


def _changes(deed: Deed, names: Names) -> tuple[Change, ...]:
    before, after = deed.facts.get("before"), deed.facts.get("after")
    if deed.action == "amended":
        found = [Change("Total", *(value_words(deed.facts.get(name), name, names) for name in TOTALS))]
    elif isinstance(before, dict) or isinstance(after, dict):
        old, new = before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}
        found = [
            Change(name_words(name), value_words(old.get(name), name, names), value_words(new.get(name), name, names))
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name) and not is_inside(name, new.get(name))
        ]
    elif "before" in deed.facts or "after" in deed.facts:
        name = VALUES.get(deed.action, "")
        found = [Change("", value_words(before, name, names), value_words(after, name, names))]
    else:
        found = []
    personal = [Change(name_words(name), value_words(old), value_words(new)) for name, old, new in deed.personal]
    return (*found, *personal)
