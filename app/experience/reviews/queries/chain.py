"""The chain as it is published, and whether it and the reviews still say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Table, select

from app.booking.models import Booking
from app.experience.reviews.contents import content_of
from app.experience.reviews.models import (
    Review,
    ReviewAnswer,
    ReviewChain,
    ReviewEntry,
    ReviewRemoval,
    ReviewSalt,
)
from app.experience.reviews.rules import (
    ANSWERED,
    ERASED,
    GENESIS,
    MOMENTS,
    REMOVED,
    RESTORED,
    WRITTEN,
    Fault,
    Link,
    chain_faults,
    content_digest,
    instant_text,
)
from app.identity.models import Guest
from app.kernel import clock
from app.store import db

_entry, _salt, _review, _chain = (
    ReviewEntry.__table__, ReviewSalt.__table__, Review.__table__, ReviewChain.__table__,
)  # fmt: skip
TOLD_WITHIN = timedelta(hours=1)
"""From the erasure of a guest until the chain says so, which is the worker's."""


class End(NamedTuple):
    """The last entry of the chain: number 0 where there is none."""

    number: int
    digest: str


class Sealed(NamedTuple):
    """The number of an entry and what it digests."""

    number: int
    content: str | None


def chain_end() -> End:
    """A chain with the same digest at its end is the same chain."""
    return End(*db.session.execute(select(_chain.c.number, _chain.c.digest)).one())


def chain_links() -> list[Link]:
    """Every entry in its order; one statement."""
    return [_link(row) for row in db.session.execute(select(_entry).order_by(_entry.c.number))]


def chain_page(after: int, most: int) -> list[Link]:
    """The entries that follow that number in their order, `most` of them at most; one statement."""
    here = _entry.c.number.between(after + 1, after + most)
    return [_link(row) for row in db.session.execute(select(_entry).where(here).order_by(_entry.c.number))]


def _link(row: Any) -> Link:
    return Link(row.number, instant_text(row.at), row.kind, row.review_id, row.content, row.previous, row.digest)


def compared(links: Sequence[Link], ours: Sequence[Link]) -> Iterator[Fault]:
    """What of a chain that somebody downloaded is not in ours: ours may only be longer."""
    for number, (link, own) in enumerate(zip(links, ours, strict=False), start=1):
        if link != own:
            yield Fault(number, "is not the entry that this site has there")
            return
    if len(links) > len(ours):
        yield Fault(len(ours) + 1, "is gone from this site, with all that follow")


def database_faults() -> list[Fault]:
    """Every way in which our chain does not hold, or does not say what stands in the reviews; six statements."""
    links = chain_links()
    return [*chain_faults(links), *_head(links), *_contents()]


def _head(links: Sequence[Link]) -> Iterator[Fault]:
    rows = db.session.execute(select(_chain.c.number, _chain.c.digest)).all()
    last = (links[-1].number, links[-1].digest) if links else (0, GENESIS)
    if [tuple(row) for row in rows] != [last]:
        yield Fault(last[0], "is not the end that was kept: something was added or taken away")


def _contents() -> Iterator[Fault]:
    """Of each review the newest entry of each kind digests what stands there now, and nothing else has a salt."""
    newest, salts = _newest(), dict(_salts())
    tables = {WRITTEN: _by_review(_review), ANSWERED: _by_review(ReviewAnswer.__table__)}
    tables[REMOVED] = _by_review(ReviewRemoval.__table__)
    tables[RESTORED] = {one: row for one, row in tables[REMOVED].items() if row["restored"]}
    for review_id in sorted({*tables[WRITTEN], *newest}):
        row, entries = tables[WRITTEN].get(review_id), newest.get(review_id, {})
        if row is None or not row["words"] or ERASED in entries:
            yield from _forgotten(row, entries, salts)
            continue
        for kind, rows in tables.items():
            yield from _sealed(kind, rows.get(review_id), entries.get(kind), salts)
    for number, salt in salts.items():
        yield Fault(number, "has a salt that belongs to nothing" if salt else "has an empty salt")


def _sealed(kind: str, row: Any, entry: Sealed | None, salts: dict[int, str]) -> Iterator[Fault]:
    if entry is None or row is None:
        if entry is not None:
            yield Fault(entry.number, f"says {kind}, and nothing of that stands here")
        elif row is not None:
            yield Fault(0, f"review {row.get('review_id', row.get('id'))} was {kind}, and the chain does not say so")
        return
    salt = salts.pop(entry.number, "")
    if content_digest(salt, content_of(kind, row)) != entry.content:
        yield Fault(entry.number, f"does not digest what stands here as {kind}: it was changed")


def _forgotten(row: Any, entries: dict[str, Sealed], salts: dict[int, str]) -> Iterator[Fault]:
    """Nothing is left of it, and the chain says so within the hour."""
    erased = entries.get(ERASED)
    number = erased.number if erased else max((entry.number for entry in entries.values()), default=0)
    if row is None:
        yield Fault(number, "is about a review that is not here")
        return
    if row["words"] or any(row[moment] is not None for moment in MOMENTS):
        yield Fault(number, "says erased, and something still stands here")
    if (erased is None) != (row["forgotten_at"] is None):
        yield Fault(number, f"review {row['id']} is forgotten here and not in the chain")
    if erased is None and (row["erased_at"] is None or row["erased_at"] < clock.now() - TOLD_WITHIN):
        yield Fault(number, f"review {row['id']} lost its words, and the chain does not say that it was erased")
    for entry in entries.values():
        if salts.pop(entry.number, None) is not None:
            yield Fault(entry.number, "has a salt though it is erased")


def _newest() -> dict[int, dict[str, Sealed]]:
    found: dict[int, dict[str, Sealed]] = {}
    columns = (_entry.c.number, _entry.c.review_id, _entry.c.kind, _entry.c.content)
    for row in db.session.execute(select(*columns).order_by(_entry.c.number)):
        found.setdefault(row.review_id, {})[row.kind] = Sealed(row.number, row.content)
    return found


def _salts() -> list[tuple[int, str]]:
    return [(row.number, row.salt) for row in db.session.execute(select(_salt.c.number, _salt.c.salt))]


def _by_review(table: Table) -> dict[int, Any]:
    if table is not _review:
        return {row["review_id"]: row for row in db.session.execute(select(table)).mappings()}
    whose = select(_review, Guest.erased_at).join(Booking, Booking.id == _review.c.booking_id)
    rows = db.session.execute(whose.outerjoin(Guest, Guest.id == Booking.guest_id)).mappings()
    return {row["id"]: row for row in rows}
