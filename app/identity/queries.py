"""Who is signed in, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.identity.models import Consent, Erasure, Guest, MailChange, Preference, Session, SignIn
from app.identity.rules import CODE_LASTS, CODE_TRIES, is_live, session_key
from app.kernel import clock
from app.store import db

_guest, _session, _sign_in = Guest.__table__, Session.__table__, SignIn.__table__
_consent, _preference, _change = Consent.__table__, Preference.__table__, MailChange.__table__


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A guest by their session. Whoever proves a mail is every guest who booked under it: `guests_of`."""

    session_id: int
    guest_id: int
    name: str
    email: str
    phone: str
    seen_at: datetime

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else "You"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as the account page lists it."""

    id: int
    device: str
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to sign in that is still good. `by` is the digest of the browser that asked."""

    id: int
    version: int
    email: str
    by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AgreedTo:
    """The newest word on a channel: agreed or withdrawn, when, and to which text."""

    channel: str
    given: bool
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Remembered:
    """A preference that stands in the table. A `seen` one without a value is not to be concluded again."""

    id: int
    kind: str
    value: str | None
    source: str
    location_id: int | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A line of the list of erasures: the guest's id, and since when there was that guest."""

    guest_id: int
    guest_since: datetime
    erased_at: datetime


def signed_in(token: str) -> SignedIn | None:
    """Whom a session's token lets in now; None for one that is wrong, forged, over or ended. One statement."""
    row = db.session.execute(
        select(_session, _guest.c.name, _guest.c.email, _guest.c.phone)
        .join(_guest, _guest.c.id == _session.c.guest_id)
        .where(_session.c.key == session_key(token), _guest.c.erased_at.is_(None))
    ).one_or_none()
    if row is None or not is_live(clock.now(), row.seen_at, row.ends_at, row.ended_at):
        return None
    return SignedIn(row.id, row.guest_id, row.name, row.email or "", row.phone or "", row.seen_at)


def guests_of(who: SignedIn) -> list[int]:
    """Every guest under the mail that was proven, and whoever they were found to be, newest first."""
    rows = db.session.execute(
        select(_guest.c.id, _guest.c.merged_into_id).where(
            _guest.c.email_lower == who.email.lower(), _guest.c.erased_at.is_(None)
        )
    )
    return sorted({guest_id for row in rows for guest_id in row if guest_id is not None}, reverse=True)


def same_guests(guest_id: int) -> list[int]:
    """Every guest who is the same as this one: under the same mail, or merged with them either way. Ascending; none
    for one who is erased or not there."""
    me = select(_guest.c.email_lower, _guest.c.merged_into_id).where(
        _guest.c.id == guest_id, _guest.c.erased_at.is_(None)
    )
    row = db.session.execute(me).one_or_none()
    if row is None:
        return []
    root = row.merged_into_id or guest_id
    same = [_guest.c.id.in_((guest_id, root)), _guest.c.merged_into_id == root]
    if row.email_lower:
        same.append(_guest.c.email_lower == row.email_lower)
    return list(
        db.session.scalars(select(_guest.c.id).where(or_(*same), _guest.c.erased_at.is_(None)).order_by(_guest.c.id))
    )


def open_sessions(guest_ids: list[int]) -> list[OpenSession]:
    """Every session of these guests that still lets in, last seen first."""
    now = clock.now()
    rows = db.session.execute(
        select(_session)
        .where(_session.c.guest_id.in_(guest_ids), _session.c.ended_at.is_(None))
        .order_by(_session.c.seen_at.desc(), _session.c.id.desc())
    )
    return [
        OpenSession(row.id, row.device, row.begun_at, row.seen_at)
        for row in rows
        if is_live(now, row.seen_at, row.ends_at, None)
    ]


def consents_of(guest_ids: list[int]) -> list[AgreedTo]:
    """What these guests said last about each channel that they said anything about."""
    rows = db.session.execute(
        select(_consent.c.channel, _consent.c.given, _consent.c.text, _consent.c.said_at)
        .where(_consent.c.guest_id.in_(guest_ids))
        .order_by(_consent.c.id)
    )
    return list({row.channel: AgreedTo(*row) for row in rows}.values())


def said_under(email: str, channel: str) -> AgreedTo | None:
    """What whoever has this mail said last about a channel. One statement."""
    row = db.session.execute(
        select(_consent.c.channel, _consent.c.given, _consent.c.text, _consent.c.said_at)
        .join(_guest, _guest.c.id == _consent.c.guest_id)
        .where(_guest.c.email_lower == email.lower(), _guest.c.erased_at.is_(None), _consent.c.channel == channel)
        .order_by(_consent.c.id.desc())
        .limit(1)
    ).one_or_none()
    return AgreedTo(*row) if row else None


def preferences_of(guest_ids: list[int]) -> list[Remembered]:
    """Everything in the table about these guests, in the order in which it became known."""
    rows = db.session.execute(
        select(
            _preference.c.id,
            _preference.c.kind,
            _preference.c.value,
            _preference.c.source,
            _preference.c.location_id,
            _preference.c.known_at,
        )
        .where(_preference.c.guest_id.in_(guest_ids))
        .order_by(_preference.c.id)
    )
    return [Remembered(*row) for row in rows]


def erasures() -> list[Forgotten]:
    """Everyone who was forgotten, in order."""
    table = Erasure.__table__
    rows = db.session.execute(select(table.c.guest_id, table.c.guest_since, table.c.erased_at).order_by(table.c.id))
    return [Forgotten(*row) for row in rows]


def still_good() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a request still signs somebody in."""
    return (
        _sign_in.c.used_at.is_(None),
        _sign_in.c.tries < CODE_TRIES,
        _sign_in.c.asked_at > clock.now() - CODE_LASTS,
    )


def asked_with(sign_in_id: int, version: int) -> Asked | None:
    """The request that a mail's link names; None when it is spent or over."""
    return _asked(_sign_in.c.id == sign_in_id, _sign_in.c.version == version, _sign_in.c.guest_id.is_not(None))


def asked_in(browser: str) -> Asked | None:
    """What this browser asked for last, while it is still good."""
    newest = select(_sign_in.c.id).where(_sign_in.c.browser == browser).order_by(_sign_in.c.id.desc()).limit(1)
    return _asked(_sign_in.c.id == newest.scalar_subquery())


def change_is_good() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which another mail may still be confirmed."""
    made_after = _change.c.asked_at > clock.now() - CODE_LASTS
    return (_change.c.used_at.is_(None), _change.c.tries < CODE_TRIES, made_after)


def mail_change_of(session_id: int) -> tuple[str, datetime] | None:
    """The mail that this session asked for last and when, while its code is good."""
    newest = select(func.max(_change.c.id)).where(_change.c.session_id == session_id)
    query = select(_change.c.email, _change.c.asked_at).where(_change.c.id == newest.scalar_subquery())
    row = db.session.execute(query.where(*change_is_good())).one_or_none()
    return (row.email, row.asked_at) if row else None


def _asked(*which: ColumnElement[bool]) -> Asked | None:
    row = db.session.execute(select(_sign_in).where(*which, *still_good())).one_or_none()
    return Asked(row.id, row.version, row.email, row.browser, row.asked_at) if row else None
