"""Signing in by a mail: asking, deciding whose it is, and the one time that link or code is good."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.identity.models import Guest, SignIn
from app.identity.operations.sessions import begin_session
from app.identity.queries import still_good
from app.identity.rules import CODE_LASTS, DAILY_TRIES, is_code
from app.kernel import clock
from app.outbox import announce
from app.store import db, transaction, write

_guest, _sign_in = Guest.__table__, SignIn.__table__
KIND = "sign_in"
MOST = 200


def ask_to_sign_in(email: str, browser: str) -> None:
    """One row, whatever was typed and whoever it belongs to; nothing else is read or written.

    So the answer is the same for every address, in words and in time. What this browser asked for before stays good
    until its own time is over, but only the newest is asked for its code.
    """
    row = {
        "version": secrets.randbelow(10**9 - 1) + 1,
        "email": email,
        "email_lower": email.lower(),
        "browser": browser,
        "asked_at": clock.now(),
    }
    transaction(lambda: write(insert(_sign_in), row))


def decide_sign_ins() -> int:
    """Every request that waits belongs to the newest guest with that mail, or to nobody, and its mail is announced.

    An address without a booking gets a mail that says so: only its owner reads it, and a guest who booked under another
    address finds out. A request that waited longer than a code lasts is given no mail. Answers how many were decided.
    """

    def work() -> int:
        waiting = db.session.execute(
            select(*_sign_in.c)
            .where(_sign_in.c.decided_at.is_(None))
            .order_by(_sign_in.c.asked_at)
            .limit(MOST)
            .with_for_update(skip_locked=True)
        ).all()
        for row in waiting:
            _decide(row)
        return len(waiting)

    return transaction(work)


def sign_in_by_code(browser: str, typed: str, codes: Sequence[str], device: str) -> str | None:
    """A session's token, once, when these are the digits of what this browser asked for last; else None.

    Every try counts, right or wrong: after five the request is dead, after twenty on a day no code of that mail is
    good (its links are). `codes` are the secrets that codes are made of.
    """

    def work() -> str | None:
        row = _counted(browser)
        if row is None or not is_code(typed, row.id, row.version, codes):
            return None
        return _spend(row, device)

    return transaction(work)


def sign_in_by_link(sign_in_id: int, version: int, browser: str, device: str) -> str | None:
    """A session's token, once, for the browser that asked; None for any other, and for a request that is over."""

    def work() -> str | None:
        row = db.session.execute(
            select(*_sign_in.c).where(
                _sign_in.c.id == sign_in_id,
                _sign_in.c.version == version,
                _sign_in.c.browser == browser,
                *still_good(),
            )
        ).one_or_none()
        return _spend(row, device) if row else None

    return transaction(work)


def forget_sign_ins(after: timedelta) -> int:
    """Requests made longer ago than `after` are gone; answers how many."""
    old = delete(_sign_in).where(_sign_in.c.asked_at < clock.now() - after)
    return transaction(lambda: int(write(old).rowcount))


def _decide(row: Any) -> None:
    now = clock.now()
    guest_id = db.session.execute(
        select(_guest.c.id)
        .where(_guest.c.email_lower == row.email_lower, _guest.c.erased_at.is_(None))
        .order_by(_guest.c.id.desc())
        .limit(1)
    ).scalar()
    write(update(_sign_in).where(_sign_in.c.id == row.id).values(guest_id=guest_id, decided_at=now))
    if row.asked_at > now - CODE_LASTS:
        facts = {"known": guest_id is not None, "version": row.version, "until": _until(row.asked_at)}
        announce(KIND, "sign_in", row.id, row.email, facts)


def _until(asked_at: datetime) -> str:
    return (asked_at + CODE_LASTS).isoformat()


def _counted(browser: str) -> Any:
    """The newest request of a browser with this try counted, or None when it has none that is still good."""
    newest = select(_sign_in.c.id).where(_sign_in.c.browser == browser).order_by(_sign_in.c.id.desc()).limit(1)
    return write(
        update(_sign_in)
        .where(_sign_in.c.id == newest.scalar_subquery(), *still_good(), _tries_of_the_day() < DAILY_TRIES)
        .values(tries=_sign_in.c.tries + 1)
        .returning(*_sign_in.c)
    ).one_or_none()


def _tries_of_the_day() -> Any:
    """How many codes were tried under the mail of a request since this hour yesterday."""
    other = _sign_in.alias("other")
    since = clock.now() - timedelta(days=1)
    return (
        select(func.coalesce(func.sum(other.c.tries), 0))
        .where(other.c.email_lower == _sign_in.c.email_lower, other.c.asked_at > since)
        .scalar_subquery()
    )


def _spend(row: Any, device: str) -> str | None:
    """The request is used up and its guest signed in; None when it was used meanwhile or belongs to nobody, as once
    the guest has another mail.

    The condition stands in the UPDATE: of two who press at once, one gets a row.
    """
    same_mail = _guest.c.email_lower == _sign_in.c.email_lower
    spent = write(
        update(_sign_in)
        .where(
            _sign_in.c.id == row.id,
            _sign_in.c.used_at.is_(None),
            select(_guest.c.id)
            .where(_guest.c.id == _sign_in.c.guest_id, same_mail, _guest.c.erased_at.is_(None))
            .exists(),
        )
        .values(used_at=clock.now())
    )
    return begin_session(row.guest_id, device) if spent.rowcount == 1 else None
