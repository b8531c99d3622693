"""Entries of the journal as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.booking.references import references_of
from app.catalogue.queries import catalogue
from app.identity.staff.queries import staff_names
from app.journal.queries import Deed
from app.promotions.queries import promotion_of
from app.staff.journal.words import ACTORS, action_words, name_words, value_words


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
    """Each entry with the names of those who did it and what it was done to; two statements."""
    staff = {deed.actor_id for deed in deeds if deed.actor == "staff"} | _ids(deeds, "staff")
    names = staff_names(one for one in staff if one is not None)
    references = references_of(_ids(deeds, "booking"))
    houses = catalogue().by_id
    return [_row(deed, names, references, houses) for deed in deeds]


def _ids(deeds: Sequence[Deed], subject: str) -> set[int]:
    return {deed.subject_id for deed in deeds if deed.subject == subject}


def _row(deed: Deed, names: dict[int, str], references: dict[int, str], houses: Any) -> Row:
    house = houses.get(deed.location_id)
    subject, url = f"{name_words(deed.subject)} {deed.subject_id}", ""
    if reference := references.get(deed.subject_id) if deed.subject == "booking" else None:
        subject, url = f"Booking {reference}", f"/staff/{house.slug}/bookings/{reference}" if house else ""
    elif deed.subject == "staff":
        subject = names.get(deed.subject_id, subject)
    elif deed.subject == "promotion" and (offer := promotion_of(deed.subject_id)):
        subject, url = f"Offer “{offer.title}”", f"/marketing/offers/{offer.slug}"
    return Row(
        deed,
        who=names.get(deed.actor_id or 0, "The house") if deed.actor == "staff" else ACTORS.get(deed.actor, deed.actor),
        what=action_words(deed.action),
        subject=subject,
        url=url,
        house=house.name if house else "",
        changes=_changes(deed),
        facts=tuple(
            (name_words(name), value_words(value, name))
            for name, value in deed.facts.items()
            if name not in ("before", "after") and not name.endswith("_id")
        ),
    )


def _changes(deed: Deed) -> tuple[Change, ...]:
    before, after = deed.facts.get("before"), deed.facts.get("after")
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}
        found = [
            Change(name_words(name), value_words(old.get(name), name), value_words(new.get(name), name))
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name)
        ]
    elif "before" in deed.facts or "after" in deed.facts:
        found = [Change("", value_words(before), value_words(after))]
    else:
        found = []
    personal = [Change(name_words(name), value_words(old), value_words(new)) for name, old, new in deed.personal]
    return (*found, *personal)
