"""The one cookie. A stranger's is signed and holds the CSRF token alone; others name a session in the database.

Nothing is read for a visitor without a session, and nothing for a page that does not ask who is there. A session's
token that is wrong, forged, over or ended makes its bearer a stranger, who gets a stranger's cookie instead.
"""

from __future__ import annotations

import hmac
import logging
import re
from datetime import timedelta
from typing import cast

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Request, Response
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError

from app.config import Config
from app.identity.operations import see_session
from app.identity.queries import SignedIn, signed_in
from app.identity.rules import GUEST, Lifetime
from app.identity.staff.queries import staff_signed_in
from app.identity.staff.rules import Actor
from app.store import db
from app.web.desks import is_desk
from app.web.signing import serializer
from app.web.varying import vary_by

log = logging.getLogger(__name__)
CSRF = "csrf_token"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""A session's token; a stranger's signed cookie has dots in it."""

STRANGER = re.compile(r"([0-9a-f]{40})\.([0-9a-f]{64})", re.ASCII)
"""A stranger's CSRF token and what signs it."""


class VisitorSession(SecureCookieSession):
    """What the cookie says. `token` is empty for a stranger; `begun` while its cookie is still to be sent."""

    token = ""
    begun = False
    asked = False
    lasts = GUEST
    found: SignedIn | None = None
    actor: Actor | None = None


class OwnSessions(SecureCookieSessionInterface):
    """Sessions in the table `session` for guests and staff, signed cookies for strangers, under one name.

    A stranger's cookie is signed with one digest while it holds the CSRF token alone, as every first page sends one.
    """

    session_class = VisitorSession

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        named = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        return serializer(app, self.salt, serializer=self.serializer, signer_kwargs=named)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Only the cookie is looked at. A guest's CSRF token follows from the session's, so a new one has a new one."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        if not token:
            return VisitorSession()
        if short := STRANGER.fullmatch(token):
            return VisitorSession({CSRF: short[1]} if _is_signed(short[1], short[2], app) else {})
        if not TOKEN.fullmatch(token):
            return super().open_session(app, request)
        opened = VisitorSession({CSRF: _csrf_of(token, app)})
        opened.token = token
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """The cookie is sent when it is new; a session that was asked for has been seen."""
        visitor = cast(VisitorSession, session)
        if not visitor.token and set(visitor) != {CSRF}:
            super().save_session(app, session, response)
            return
        vary_by(response, "Cookie")
        if visitor.token and visitor.begun:
            self._send(app, response, visitor.token, visitor.lasts.whole)
        elif not visitor.token and visitor.modified:
            self._send(app, response, f"{visitor[CSRF]}.{_signature(visitor[CSRF], _secrets(app)[0])}")
        if (seen := visitor.found or visitor.actor) is not None:
            _seen(seen)

    def _send(self, app: Flask, response: Response, token: str, lasts: timedelta | None = None) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            max_age=lasts,
            httponly=self.get_cookie_httponly(app),
            domain=self.get_cookie_domain(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
        )


def _is_signed(csrf: str, signature: str, app: Flask) -> bool:
    return any(hmac.compare_digest(signature, _signature(csrf, secret)) for secret in _secrets(app))


def _signature(csrf: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"stranger:{csrf}".encode(), "sha256").hex()


def _secrets(app: Flask) -> tuple[str, ...]:
    settings: Config = app.config["SETTINGS"]
    return tuple(settings.secrets)


def who() -> SignedIn | None:
    """The guest who is signed in; None for a stranger, read only where the cookie names a session."""
    return _asked().found


def actor() -> Actor | None:
    """The member of staff who is signed in; None for guests and strangers."""
    return _asked().actor


def who_if_known() -> SignedIn | None:
    """As `who`; None also while the database does not answer, for pages that stand without it."""
    try:
        return who()
    except (SQLAlchemyError, OSError):
        db.session.remove()
        return None


def who_if_asked() -> SignedIn | None:
    """As `who`, where this request has asked already; nothing is read."""
    return cast(VisitorSession, session).found


def is_signed_in() -> bool:
    """Whether the cookie names a session, good or not; nothing is read."""
    return bool(cast(VisitorSession, session).token)


def sign_in(token: str, lasts: Lifetime = GUEST) -> None:
    """This browser carries a new session from its next request on; what its old cookie held is gone."""
    visitor = _emptied()
    visitor.token, visitor.begun, visitor.lasts = token, True, lasts


def sign_out() -> None:
    """This browser is a stranger's. The session itself is ended elsewhere."""
    visitor = _emptied()
    visitor.token, visitor.begun = "", False


def _asked() -> VisitorSession:
    """The session with whoever it lets in; a stranger's from now on where that is nobody.

    On the desk it is most likely one of staff, who is asked for first.
    """
    visitor = cast(VisitorSession, session)
    if visitor.token and not visitor.asked:
        visitor.asked = True
        if is_desk(request.path):
            visitor.actor = staff_signed_in(visitor.token)
        visitor.found = None if visitor.actor else signed_in(visitor.token)
        if visitor.found is None and visitor.actor is None:
            visitor.actor = staff_signed_in(visitor.token)
        if visitor.found is None and visitor.actor is None:
            sign_out()
    return visitor


def _emptied() -> VisitorSession:
    visitor = cast(VisitorSession, session)
    visitor.clear()
    visitor.found = visitor.actor = None
    g.pop(CSRF, None)
    return visitor


def _csrf_of(token: str, app: Flask) -> str:
    (newest, *_) = _secrets(app)
    return hmac.new(newest.encode(), f"csrf:{token}".encode(), "sha256").hexdigest()


def _seen(found: SignedIn | Actor) -> None:
    """The page is made already, so a database that is away or full costs no more than the note."""
    try:
        see_session(found.session_id, found.seen_at)
    except (SQLAlchemyError, OSError) as error:
        log.warning("last seen was not written: %s", type(error).__name__)


def register(app: Flask) -> None:
    """Every request has its session from here."""
    app.session_interface = OwnSessions()
