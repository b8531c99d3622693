"""How the houses are, for programs: JSON, and Atom (RFC 4287) by a writer of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml  # nosec B405 - only written, never read

from app.care.facilities.queries import Reported
from app.care.facilities.rules import REMEMBERED
from app.care.status import Board, FacilityNow, StatusNotice, house_now
from app.catalogue.queries import House
from app.web.status_words import STATE_WORDS, between, sentence

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100
"""Entries of a feed."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, told once and for ever under the same id."""

    id: str
    title: str
    words: str
    updated_at: datetime
    url: str


def as_json(houses: Sequence[House], found: Board, now: datetime, base: str) -> list[dict[str, Any]]:
    """Every house with its facilities, what runs, what is planned, and what was amiss in ninety days."""
    return [_house(house, found, now, base) for house in houses]


def _house(house: House, found: Board, now: datetime, base: str) -> dict[str, Any]:
    own = house_now(house, found, now)
    keys = {one.facility.id: one.facility.key for one in own.facilities}
    return {
        "slug": house.slug,
        "name": house.name,
        "url": f"{base}/status/{house.slug}",
        "state": own.state,
        "changed_at": _spelled(own.changed_at),
        "facilities": [_facility(one) for one in own.facilities],
        "running": [_notice(one, keys) for one in own.running],
        "planned": [_notice(one, keys) for one in own.coming],
        "told": [_notice(one, keys) | {"state": one.state} for one in own.told],
        "history": [
            {
                "facility": keys[one.facility_id],
                "state": one.state,
                "words": one.words,
                "began_at": _spelled(one.began_at),
                "ended_at": _spelled(one.ended_at),
            }
            for one in own.past
        ],
    }


def _facility(one: FacilityNow) -> dict[str, Any]:
    return {
        "key": one.facility.key,
        "kind": one.facility.kind,
        "name": one.facility.name,
        "state": one.state,
        "words": one.words,
        "what_we_do": one.what_we_do,
        "since_at": _spelled(one.since_at),
        "until_at": _spelled(one.until_at),
        "late": one.late,
    }


def _notice(one: StatusNotice, keys: dict[int, str]) -> dict[str, Any]:
    return {
        "facility": keys.get(one.facility_id or 0),
        "kind": one.kind,
        "title": one.title,
        "meaning": one.meaning,
        "said": one.said,
        "begins_at": _spelled(one.begins_at),
        "ends_at": _spelled(one.ends_at),
    }


def entries(houses: Sequence[House], found: Board, now: datetime, base: str) -> list[Entry]:
    """Every report and notice of ninety days, the newest first."""
    by_id = {house.id: house for house in houses}
    since = now - REMEMBERED
    told = [_of_report(one, by_id, base) for one in found.reported if one.reported_at > since]
    told += [_of_notice(one, by_id, base) for one in found.notices if (one.revised_at or one.announced_at) > since]
    known = [one for one in told if one is not None]
    return sorted(known, key=lambda one: (one.updated_at, one.id), reverse=True)[:MOST]


def _of_report(one: Reported, houses: dict[int, House], base: str) -> Entry | None:
    house = houses.get(one.location_id)
    own = next((own for own in house.facilities if own.id == one.facility_id), None) if house else None
    if house is None or own is None:
        return None
    url = f"{base}/status/{house.slug}"
    words = " ".join(filter(None, (sentence(one.words), sentence(one.what_we_do))))
    title = f"{house.name}, {own.name}: {STATE_WORDS[one.state].lower()}"
    return Entry(f"{base}/status#state-{one.facility_id}-{one.revision}", title, words or title, one.reported_at, url)


def _of_notice(one: StatusNotice, houses: dict[int, House], base: str) -> Entry | None:
    house = houses.get(one.location_id)
    if house is None:
        return None
    times = between(one.begins_at, one.ends_at, house.timezone)
    gone = "It does not take place." if one.withdrawn_at else ""
    words = " ".join(filter(None, (gone, f"{times}.", sentence(one.meaning), sentence(one.said))))
    at = one.over_at or one.revised_at or one.announced_at
    url = f"{base}/status/{house.slug}"
    return Entry(f"{base}/status#notice-{one.id}-{one.revision}", f"{house.name}: {one.title}", words, at, url)


def atom(title: str, url: str, author: str, told: Iterable[Entry], now: datetime) -> str:
    """A feed at `url` with `.atom`; without entries it was updated `now`."""
    told = list(told)
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _say(feed, "id", url)
    _say(feed, "title", title)
    _say(feed, "updated", _instant(max((one.updated_at for one in told), default=now)))
    Xml.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{url}.atom"})
    Xml.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": url})
    _say(Xml.SubElement(feed, "author"), "name", author)
    for one in told:
        entry = Xml.SubElement(feed, "entry")
        _say(entry, "id", one.id)
        _say(entry, "title", one.title)
        _say(entry, "updated", _instant(one.updated_at))
        Xml.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
        _say(entry, "content", one.words, type="text")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(feed, encoding="unicode")}\n'


def _say(parent: Xml.Element, name: str, words: str, **attributes: str) -> None:
    Xml.SubElement(parent, name, attributes).text = _NOT_XML.sub("", words)


def _spelled(at: datetime | None) -> str | None:
    return None if at is None else _instant(at)


def _instant(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
