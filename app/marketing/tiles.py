"""The figures at the head of the overview: each with its interval, its n and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.experience.estimates import THIN, Change
from app.insight.funnel import Report
from app.insight.voices import Ces, StayNps
from app.marketing.words import MINUS, NO_DATA, minutes, nps_span, percent, share_span, signed


@dataclass(frozen=True, slots=True)
class Tile:
    """`mood` is `good` or `bad` where something changed beyond chance; `thin` where little stands behind it."""

    name: str
    value: str
    note: str
    detail: str
    url: str
    mood: str = ""
    thin: bool = False


def tiles(found: Report, stay: StayNps, ease: Sequence[Ces], denied: int, denied_was: int | None = None) -> list[Tile]:
    """In the order of the page; `denied` are the searches that got no, `denied_was` those of the compared period."""
    told_no = _denied(found, denied, denied_was)
    return [_searched(found), _booked(found), _took(found), _ease(ease[0]), _nps(stay), told_no]


def _searched(found: Report) -> Tile:
    count = found.searched
    return Tile("Visits that searched", f"{count:,}", "", moved(count, found.was_searched), "/marketing/funnel")


def _booked(found: Report) -> Tile:
    share, was = found.booked, found.booked_was
    if not found.searched:
        return Tile("Booked", NO_DATA, "", "No visit searched", "/marketing/funnel")
    if not share.n:
        waits = "All began in the last 24 hours: no share yet"
        return Tile("Booked", f"{found.steps[-1].count:,}", "", waits, "/marketing/funnel")
    detail = share_span(share)
    if was:
        detail += f". Was {percent(was.share)}: {_verdict(found.booked_change, 'visits')}"
    return Tile(
        "Booked",
        f"{found.steps[-1].count:,}",
        percent(share.share),
        detail,
        "/marketing/funnel",
        _mood(found.booked_change),
        share.thin,
    )


def _took(found: Report) -> Tile:
    took = found.time_to_book.times
    was = found.was_time_to_book.times if found.was_time_to_book else None
    before = f". Was {minutes(was.median)}, n {was.n:,}" if was and was.n else ""
    detail = f"n {took.n:,}{before}" if took.n else "Nobody booked"
    return Tile("Time to book, median", minutes(took.median), "", detail, "/marketing/funnel", thin=took.n < THIN)


def _ease(ces: Ces) -> Tile:
    mean = ces.mean
    if mean.mean is None:
        return Tile("“Easy to book”, 1 to 7", NO_DATA, "", "Nobody has answered", "/marketing/scores")
    half = "" if mean.half is None else f"±{mean.half:.2f}, "
    before = f". Was {ces.before.mean:.2f}: {_verdict(ces.change, 'answers')}" if ces.before and ces.before.mean else ""
    value, detail = f"{mean.mean:.2f}", f"{half}n {mean.n:,}{before}"
    return Tile("“Easy to book”, 1 to 7", value, "", detail, "/marketing/scores", _mood(ces.change), mean.thin)


def _nps(stay: StayNps) -> Tile:
    total = stay.total
    if total.score is None:
        return Tile("NPS after the stay", NO_DATA, "", "Nobody has answered", "/marketing/scores")
    known = stay.before is not None and stay.before.score is not None
    before = f". Was {signed(stay.before.score)}: {_verdict(stay.change, 'answers')}" if stay.before and known else ""
    value, detail = signed(total.score), f"{nps_span(total)}, n {total.n:,}{before}"
    return Tile("NPS after the stay", value, "", detail, "/marketing/scores", _mood(stay.change), total.thin)


def _denied(found: Report, denied: int, was: int | None) -> Tile:
    seen = found.steps[1].count
    if not seen:
        return Tile("Searches we said no to", NO_DATA, "", "No visit saw results", "/marketing/denied")
    more = moved(denied, was)
    detail = f"{more}{'. ' if more else ''}Of {seen:,} visits that saw results"
    return Tile("Searches we said no to", f"{denied:,}", "", detail, "/marketing/denied")


def moved(count: int, was: int | None) -> str:
    """+460, up 5.8%: a plain count beside the one before."""
    if was is None:
        return ""
    if count == was:
        return "As many as before"
    sign, word = ("+", "up") if count > was else (MINUS, "down")
    by = f", {word} {100 * abs(count - was) / was:.1f}%" if was else ", none before"
    return f"{sign}{abs(count - was):,}{by}"


def _verdict(change: Change | None, counted: str) -> str:
    return change.words_of(counted) if change else NO_DATA


def _mood(change: Change | None) -> str:
    if change is None or not change.changed:
        return ""
    return "good" if (change.difference or 0) > 0 else "bad"
