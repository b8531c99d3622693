"""Histories of guests, and what most people book."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from sqlalchemy import Select, select

from app.identity.models import Guest
from app.offers.history.models import GuestHistory, PopularityCount
from app.offers.history.rules.facts import OFF, History, Scores, history_from
from app.offers.history.rules.popularity import Popularity, Population, from_document
from app.offers.history.sources import Source, sources
from app.store import db, in_transaction
from app.store.version import Cached

POPULARITY = "popularity"
"""The number of this scope rises when popularity was counted anew."""

_guest, _history = Guest.__table__, GuestHistory.__table__
_SEEN = "quince_histories"


def history_of(*guest_ids: int) -> History:
    """What is known now of somebody who is all of these guests, from their bookings as they are at this instant.

    "New" without bookings, `OFF` (and no booking is read) where any of them does not want their history used. A person
    who proved a mail is every guest under it: `identity.queries.guests_of`. Two statements at most, read once a
    request.
    """
    key = tuple(sorted(set(guest_ids)))
    kept: dict[tuple[int, ...], History] = db.session().info.setdefault(_SEEN, {})
    if key not in kept or in_transaction():
        kept[key] = _one(list(sources(key).values())) if key else History()
    return kept[key]


def held_about(*guest_ids: int) -> tuple[History, bool]:
    """What would be known of somebody, and whether it is used: for the page on which they see and forget it."""
    held = list(sources(guest_ids, even_off=True).values())
    return _known(held), not any(own.off for own in held)


def histories_of(guest_ids: Sequence[int]) -> dict[int, History]:
    """The history of each of these guests as it is now; nobody for those who are forgotten, merged or do not exist."""
    return {guest_id: _one([own]) for guest_id, own in sources(guest_ids).items() if not own.gone}


def known_guests(*columns: object) -> Select[tuple[object, ...]]:
    """A statement over `guest_history` joined with `guest`: of those whose history may be used, and nobody else."""
    return (
        select(*(columns or _history.c))
        .select_from(_history.join(_guest, _guest.c.id == _history.c.guest_id))
        .where(_guest.c.history_off_at.is_(None), _guest.c.erased_at.is_(None), _guest.c.merged_into_id.is_(None))
    )


def popularity() -> Popularity:
    """What most people booked in the last twelve months, from memory; empty before it was counted."""
    return _kept.get()


def population() -> Population:
    """The means of all stays of the last twelve months."""
    return popularity().population


def _load() -> Popularity:
    document = db.session.execute(select(PopularityCount.document)).scalar_one_or_none()
    return from_document(document) if document else Popularity()


_kept = Cached(_load, POPULARITY)


def _one(held: Sequence[Source]) -> History:
    return OFF if any(own.off for own in held) else _known(held)


def _known(held: Sequence[Source]) -> History:
    live = [own for own in held if not own.gone]
    answered = [own.scores for own in live]
    return history_from(
        chain.from_iterable(own.own for own in live),
        _latest(answered),
        {kind: value for own in live for kind, value in own.said.items()},
        {kind for own in live for kind in own.forgotten},
    )


def _latest(answered: Sequence[Scores]) -> Scores:
    nps = [(one.last_nps_on, one.last_nps) for one in answered if one.last_nps_on is not None]
    ces = [(one.last_ces_on, one.last_ces) for one in answered if one.last_ces_on is not None]
    nps_on, last_nps = max(nps, default=(None, None))
    ces_on, last_ces = max(ces, default=(None, None))
    return Scores(last_nps, nps_on, last_ces, ces_on)
