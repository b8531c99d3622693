"""The weekly digest, written on Mondays."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.words import listed, number
from app.outbox import announce_once
from app.plan.digest import Reader, digest_readers, found_in, last_week, monday_seven
from app.plan.digest.queries import KIND

LOOK_BACK = timedelta(hours=48)


def send_digests() -> int:
    """Whoever asked for it before Monday at seven has been written to about the week before, once; answers how many
    just now. The figures are worked out once for all who read the same houses."""
    zone, now = current_app.config["SETTINGS"].group_timezone, clock.now()
    due_at = monday_seven(now, zone)
    if now - due_at >= LOOK_BACK:
        return 0
    week = last_week(due_at.astimezone(ZoneInfo(zone)).date())
    by_places: dict[tuple[int, ...] | None, list[Reader]] = defaultdict(list)
    for reader in digest_readers(week.name):
        if reader.since_at <= due_at:
            by_places[reader.location_ids].append(reader)
    sent = 0
    for places, readers in by_places.items():
        facts = {
            "first": week.first.isoformat(),
            "last": week.last.isoformat(),
            "places": _places_words(places),
            "found": [finding.words for finding in found_in(week, places)],
        }
        for reader in readers:
            sent += announce_once(KIND, "staff", reader.staff_id, reader.email, facts, occasion=week.name)
    return sent


def _places_words(places: tuple[int, ...] | None) -> str:
    houses = catalogue().houses
    if places is None:
        return f"all {number(len(houses))} houses"
    return listed([house.name for house in houses if house.id in places])
