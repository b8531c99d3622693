"""What is said to everybody, in versions: legal pages, and the words that staff put into mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from app.catalogue import models
from app.catalogue.queries import rows_of, shaped
from app.store.version import CATALOGUE, Cached


@dataclass(frozen=True, slots=True)
class MailText:
    """What staff put into a mail of a kind, and since when. `location_id` is None for every house's."""

    location_id: int | None
    kind: str
    opening: str
    closing: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    slug: str
    version: int
    title: str
    body: str
    holds_from_on: date


def document(slug: str, today: date) -> Document | None:
    """The newest version of a legal page that holds today; None when there is none."""
    found = [page for page in _DOCUMENTS.get() if page.slug == slug and page.holds_from_on <= today]
    return max(found, key=attrgetter("version")) if found else None


def documents_now(today: date) -> list[Document]:
    """Every legal page in the version that holds today, by slug."""
    return [found for slug in sorted({page.slug for page in _DOCUMENTS.get()}) if (found := document(slug, today))]


def document_versions(slug: str) -> list[Document]:
    """Every version of a legal page, also those that do not hold yet, the newest last."""
    return sorted((page for page in _DOCUMENTS.get() if page.slug == slug), key=attrgetter("version"))


def document_version(slug: str, version: int) -> Document | None:
    """One version of a legal page, whenever it held."""
    return next((page for page in _DOCUMENTS.get() if (page.slug, page.version) == (slug, version)), None)


def mail_words(kind: str, location_id: int | None, at: datetime) -> MailText | None:
    """The words that stood before an instant for mails of a kind: the house's own, else those of every house."""
    stood = [own for own in _MAIL_WORDS.get() if own.kind == kind and own.made_at < at]
    for place in dict.fromkeys((location_id, None)):
        newest = next((own for own in reversed(stood) if own.location_id == place), None)
        if newest and (newest.opening or newest.closing):
            return newest
    return None


def worded_kinds(location_id: int | None) -> set[str]:
    """The kinds of mail for which exactly that house, or the group, has words now."""
    newest = {own.kind: own for own in _MAIL_WORDS.get() if own.location_id == location_id}
    return {kind for kind, own in newest.items() if own.opening or own.closing}


def terms_version(today: date) -> int:
    """The version of the terms that a booking made today agrees to; 0 when the group has none."""
    terms = document("terms", today)
    return terms.version if terms else 0


def _documents() -> tuple[Document, ...]:
    return tuple(shaped(Document, row) for row in rows_of(models.Document))


def _mail_words() -> tuple[MailText, ...]:
    return tuple(shaped(MailText, row) for row in rows_of(models.MailWords))


_MAIL_WORDS = Cached(_mail_words, CATALOGUE)
_DOCUMENTS = Cached(_documents, CATALOGUE)
