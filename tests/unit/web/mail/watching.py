"""Mails to those who asked to hear how a house is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.care.facilities import report
from app.care.status.operations import ask_to_hear, confirm_hearing, tell_of_changes
from app.care.status.plans import tell_of_plans
from app.kernel import clock
from app.outbox import Announced
from tests.cast import found
from tests.facilities import facility
from tests.touching import noticed
from tests.unit.web.mail.examples import newest


def status_confirm() -> Announced:
    pool = facility()
    ask_to_hear("anna@example.com", found().id, [pool])
    return newest("status_confirm")


def status_changed() -> Announced:
    pool = facility()
    confirm_hearing(ask_to_hear("anna@example.com", found().id, []))
    words = ("The pump has gone", "A new one comes on Friday")
    report(pool, "closed", *words, location_id=found().id, until_at=clock.now() + timedelta(days=4))
    tell_of_changes()
    return newest("status_changed")


def status_planned() -> Announced:
    confirm_hearing(ask_to_hear("anna@example.com", found().id, []))
    noticed()
    tell_of_plans()
    return newest("status_planned")


def status_begun() -> Announced:
    confirm_hearing(ask_to_hear("anna@example.com", found().id, []))
    now = clock.now()
    noticed(announced_at=now - timedelta(days=1), begins_at=now, ends_at=now + timedelta(hours=2))
    tell_of_plans()
    return newest("status_planned")


WATCHING: dict[str, Callable[[], Announced]] = {
    own.__name__: own for own in (status_confirm, status_changed, status_planned, status_begun)
}
