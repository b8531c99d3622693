"""The chain: each entry digests its salted content and the entry before. Pure, and described where it is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.kernel.errors import Invalid

GENESIS = "0" * 64
"""What stands before the first entry."""
WRITTEN, ANSWERED, REMOVED, RESTORED, ERASED = "written", "answered", "removed", "restored", "erased"
KINDS_OF_ENTRY = (WRITTEN, ANSWERED, REMOVED, RESTORED, ERASED)
FORMAT = "quince-reviews-1"
ON_A_PAGE = 5_000
"""Entries in one document; a longer chain goes on in the next."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is published. `at` is an instant in UTC as text; `content` is None of what was erased."""

    number: int
    at: str
    kind: str
    review: int
    content: str | None
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, at which entry (0 for the chain as a whole)."""

    number: int
    reason: str


def instant_text(at: datetime) -> str:
    """An instant as the chain writes it: UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content_digest(salt: str, content: Mapping[str, object]) -> str:
    """SHA-256 over the salt, a line feed and the content as canonical JSON."""
    plain = {name: _plain(value) for name, value in content.items()}
    return _sha256(f"{salt}\n{_canonical(plain)}")


def linked(number: int, at: datetime, kind: str, review: int, content: str | None, previous: str) -> Link:
    """The entry that follows the one whose digest is `previous`."""
    link = Link(number, instant_text(at), kind, review, content, previous, "")
    return Link(link.number, link.at, link.kind, link.review, link.content, link.previous, digest_of(link))


def digest_of(link: Link) -> str:
    """SHA-256 over the canonical JSON of all its other members."""
    return _sha256(_canonical({name: value for name, value in asdict(link).items() if name != "digest"}))


def chain_faults(links: Iterable[Link]) -> Iterator[Fault]:
    """Every entry that is not what follows the one before: edited, deleted, added or out of its place."""
    previous, number = GENESIS, 0
    for link in links:
        number += 1
        if link.number != number:
            yield Fault(link.number, f"stands where number {number} should")
        if link.kind not in KINDS_OF_ENTRY or (link.kind == ERASED) != (link.content is None):
            yield Fault(link.number, "is of no known kind")
        if link.previous != previous:
            yield Fault(link.number, "does not follow the entry before it")
        if link.digest != digest_of(link):
            yield Fault(link.number, "was changed: its digest is another")
        previous, number = link.digest, link.number


def published(links: Sequence[Link], after: int = 0, following: str = "") -> dict[str, object]:
    """The document at `/reviews/chain.json`: the entries that follow number `after`, how many, the digest of the last
    of them, and the address at which the chain goes on: None where it does not."""
    return {
        "format": FORMAT,
        "after": after,
        "entries": [asdict(link) for link in links],
        "count": len(links),
        "head": _head(links, after),
        "next": following or None,
    }


def read_chain(*texts: str | bytes) -> tuple[list[Link], list[Fault]]:
    """The entries of a downloaded chain, whose documents come in any order, and what their own counts and heads
    contradict. Whether they fit together `chain_faults` says.

    Raises `Invalid` for what is no chain at all.
    """
    documents = sorted((_document(text) for text in texts), key=lambda document: document[0])
    faults = [fault for _, links, found in documents for fault in _own_faults(links, found)]
    return [link for _, links, _ in documents for link in links], faults


def _document(text: str | bytes) -> tuple[int, list[Link], dict[str, Any]]:
    """How many entries stand before it, its entries, and all that it says."""
    try:
        document = json.loads(text)
        links = [_read(entry) for entry in document["entries"]]
        after = document.get("after", 0)
        good = document["format"] == FORMAT and type(after) is int
    except (ValueError, TypeError, KeyError, RecursionError):
        good, links, document, after = False, [], {}, 0
    if not good:
        raise Invalid("That is no chain of reviews. Download /reviews/chain.json and name that file.")
    return after, links, document


def _own_faults(links: Sequence[Link], document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("count") != len(links):
        yield Fault(0, f"the file says {document.get('count')!s:.20} entries and holds {len(links)}")
    if document.get("head") != _head(links, document.get("after", 0)):
        yield Fault(0, "the file's head is not its last entry")


def _head(links: Sequence[Link], after: int) -> str | None:
    """The digest of the last entry; of none what stands before the first, or nothing where others stand before."""
    return links[-1].digest if links else None if after else GENESIS


def _read(entry: Mapping[str, Any]) -> Link:
    link = Link(**entry)
    whole = (link.number, link.review)
    words = (link.at, link.kind, link.previous, link.digest)
    if not all(type(one) is int for one in whole) or not all(isinstance(one, str) for one in words):
        raise ValueError
    if not isinstance(link.content, str | None):
        raise ValueError
    return link


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _canonical(document: Mapping[str, object]) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
