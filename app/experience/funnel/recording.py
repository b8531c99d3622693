"""The writers of events and visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Executable

from app.experience.funnel import statements
from app.experience.funnel.seen import Caller, Seen, Signal
from app.store import write
from app.store.transaction import apart

GOES_ON = timedelta(minutes=30)
"""A visit that crosses midnight goes on while it was seen within this time."""

LONGEST = timedelta(days=1)


class _Written(Protocol):
    @property
    def rowcount(self) -> int: ...


_Execute = Callable[[Executable, dict[str, Any]], _Written]


def record(seen: Seen, caller: Caller) -> None:
    """The page's step, the steps before it that the visit has not reached (`implied`, at the same instant) and its
    signals are events; the visit says so: two statements in one transaction on a connection of its own.

    A page that is shown again is no second step, a signal with a key no second signal. One that goes to pay is
    remembered by its checkout.
    """

    def work(connection: Connection) -> None:
        _write(connection.execute, seen, caller)
        if seen.step == "payment" and seen.checkout_id is not None:
            told = _parameters(seen, caller) | {"checkout_id": seen.checkout_id}
            connection.execute(statements.remember_statement(), told)

    apart(work, hurried=True)


def record_heard(seen: Seen, caller: Caller) -> None:
    """Signals that a browser tells of a page are events of its visit; where there is no visit they are dropped."""
    parameters = _parameters(seen, caller)
    inserting = statements.events_statement(None, len(seen.signals), known=True)

    def work(connection: Connection) -> None:
        written = connection.execute(inserting, parameters).rowcount
        if written:
            connection.execute(statements.heard_statement(), parameters | {"written": written})

    apart(work, hurried=True)


def record_with_booking(seen: Seen, caller: Caller) -> None:
    """As `record`, within the transaction of the booking around it."""
    _write(write, seen, caller)


def _write(execute: _Execute, seen: Seen, caller: Caller) -> None:
    parameters = _parameters(seen, caller)
    written = execute(statements.events_statement(seen.step, len(seen.signals), aside=seen.aside), parameters).rowcount
    execute(statements.visit_statement(seen.step), parameters | {"written": max(written, 0)})


def _parameters(seen: Seen, caller: Caller) -> dict[str, Any]:
    found = {
        "at": seen.at,
        "day_on": seen.day_on,
        "seen_after": seen.at - GOES_ON,
        "begun_after": seen.at - LONGEST,
        "page": seen.page,
        "location_id": seen.location_id,
        "heads": seen.heads,
        "nights": seen.nights,
        "lead_days": seen.lead_days,
        "duration_ms": seen.duration_ms,
        "visit": caller.visit,
        "before": caller.before,
        "device": caller.device,
        "source": caller.source,
        "returning": caller.returning,
        "is_bot": caller.is_bot,
    }
    for number, signal in enumerate(seen.signals):
        found |= {f"{name}_{number}": value for name, value in _told(signal, seen, caller).items()}
    return found


def _told(signal: Signal, seen: Seen, caller: Caller) -> dict[str, Any]:
    return {
        "name": signal.name,
        "code": signal.code[:64] or None,
        "duration": signal.duration_ms,
        "location": signal.location_id if signal.location_id is not None else seen.location_id,
        "properties": signal.properties,
        "once": signal.once(caller.visit),
    }
