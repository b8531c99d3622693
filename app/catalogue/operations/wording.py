"""New versions of what is said to everybody: legal documents, and the words that staff put into mails."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select

from app.catalogue import models
from app.catalogue.errors import Stale
from app.catalogue.operations.rows import add
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions


class TooEarly(Refused):
    """A version cannot hold from a day that has passed: somebody may have agreed to the one before."""

    code = "too_early"

    def __init__(self) -> None:
        super().__init__("Let it hold from today or later: what held until now was agreed to by others.")


def publish_document(
    slug: str, title: str, body: str, holds_from_on: date, *, seen: int, today: date, by: int | None
) -> int:
    """A new version of a legal page holds from that day on; answers its number. Earlier ones stay readable.

    Raises `TooEarly`, and `Stale` when `seen` is not the newest version any more.
    """
    table = models.Document.__table__

    def work() -> int:
        newest = db.session.execute(
            select(*table.c).where(table.c.slug == slug).order_by(table.c.version.desc()).limit(1).with_for_update()
        ).one_or_none()
        last = newest.version if newest else 0
        if newest is not None and last != seen:
            raise Stale(
                {"title": newest.title, "body": newest.body, "holds_from_on": newest.holds_from_on, "seen": last}
            )
        if holds_from_on < today:
            raise TooEarly
        values = {"slug": slug, "version": last + 1, "title": title, "body": body, "holds_from_on": holds_from_on}
        row_id = add(models.Document, **values, language="en")
        before = {"version": last, "title": newest.title if newest else ""}
        after = {"slug": slug, "version": last + 1, "title": title, "holds_from_on": holds_from_on.isoformat()}
        record("published", "document", row_id, actor="staff", actor_id=by, before=before, after=after)
        return last + 1

    return transaction(work)


def word_mails(kind: str, location_id: int | None, opening: str, closing: str, *, seen: int, by: int | None) -> None:
    """Mails of that kind whose message is made from now on have these words; those made before keep theirs.

    Without a house they are those of every house that has none of its own. Raises `Stale` when `seen` is not the id of
    the newest version any more.
    """

    def work() -> None:
        newest = newest_words(kind, location_id)
        if (newest.id if newest else 0) != seen:
            raise Stale({"opening": newest.opening, "closing": newest.closing, "seen": newest.id} if newest else {})
        values = {"location_id": location_id, "kind": kind, "opening": opening, "closing": closing}
        table = models.MailWords.__table__
        made = write(insert(table).values(**values, made_at=clock.now()).returning(table.c.id)).scalar_one()
        raise_versions([CATALOGUE])
        before = {"opening": newest.opening, "closing": newest.closing} if newest else {}
        after = {"kind": kind, "opening": opening, "closing": closing}
        place = location_id
        record("worded", "mail_words", made, actor="staff", actor_id=by, location_id=place, before=before, after=after)

    transaction(work)


def newest_words(kind: str, location_id: int | None) -> models.MailWords | None:
    """The newest version of the words of a kind, for exactly that house or for all."""
    own = models.MailWords
    place = own.location_id.is_(None) if location_id is None else own.location_id == location_id
    return db.session.scalars(select(own).where(own.kind == kind, place).order_by(own.id.desc()).limit(1)).one_or_none()
