"""The cookie of a trusted desk: one browser that several people share for a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, request
from werkzeug.wrappers import Response

from app.config import Config
from app.identity.staff.queries import AtDesk, at_desk
from app.kernel import clock
from app.web.session import TOKEN

LASTS = timedelta(days=1)


def desk_token() -> str:
    """This browser's token; empty where it has none."""
    token = request.cookies.get(_name(), "")
    return token if TOKEN.fullmatch(token) else ""


def people_here() -> list[AtDesk]:
    """Who showed their second factor today in this browser and said that it may be trusted."""
    return at_desk(desk_token(), day_began())


def day_began() -> datetime:
    """The last midnight on the group's clock."""
    zone = _settings().group_timezone
    return datetime.combine(clock.today(zone), time(), ZoneInfo(zone)).astimezone(UTC)


def keep_desk(answer: Response, token: str) -> Response:
    """The browser carries this token for a day."""
    answer.set_cookie(
        _name(),
        token,
        max_age=LASTS,
        path="/",
        secure=_settings().production,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _name() -> str:
    return "__Host-quince-desk" if _settings().production else "quince-desk"


def _settings() -> Config:
    settings: Config = current_app.config["SETTINGS"]
    return settings
