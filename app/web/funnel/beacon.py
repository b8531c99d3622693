"""What only the browser can tell: `POST /beacon`, at most 16 kB of JSON.

`{"page": "k3x9q2", "step": "details", "signals": [{"n": 1, "name": "inp", "value": 180}, ...]}`: `page` is drawn anew
by each page, `n` counts its signals, so that one that arrives twice counts once. No time is taken from the browser.
"""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from app.experience.funnel import recording
from app.experience.funnel.names import BY_BROWSER, STEPS, VITALS
from app.experience.funnel.seen import Signal
from app.kernel import clock
from app.web.access import public
from app.web.csrf import protect
from app.web.funnel.noting import Note
from app.web.funnel.objecting import objects
from app.web.funnel.writing import write_later

BEACON_BYTES = 16_000
MOST_SIGNALS = 40
MOST_VALUE = 600_000
_PAGE = re.compile(r"[a-z0-9]{4,20}", re.ASCII)
_CODE = re.compile(r"[a-z][a-z_.-]{0,39}", re.ASCII)
"""The name of a field or an element. No number is in it, so that none can be somebody's."""


@public
def beacon() -> Response:
    """204 for whatever can be read, counted or not; 400 for what cannot, 413 for what is too much."""
    request.max_content_length = BEACON_BYTES
    try:
        told = json.loads(request.get_data())
    except HTTPException as error:
        return Response(status=error.code)
    except (ValueError, RecursionError):
        return Response(status=400)
    signals = read_signals(told)
    if signals is None:
        return Response(status=400)
    answer = Response(status=204)
    if signals and not objects() and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        write_later(answer, Note(signals=signals).seen(clock.now()), recording.record_heard)
    return answer


def read_signals(told: Any) -> list[Signal] | None:
    """The signals that are known, with values that can be; None when it is no beacon at all."""
    if not isinstance(told, dict) or not isinstance(told.get("signals"), list):
        return None
    page, step = told.get("page"), told.get("step")
    if not isinstance(page, str) or not _PAGE.fullmatch(page) or step not in STEPS:
        return None
    found = [_signal(one, page, step) for one in told["signals"][:MOST_SIGNALS]]
    return list({signal.key: signal for signal in found if signal}.values())


def _signal(one: Any, page: str, step: str) -> Signal | None:
    if not isinstance(one, dict) or not _whole(one.get("n"), 9_999):
        return None
    name, key = one.get("name"), f"{page}-{one['n']}"
    if not isinstance(name, str) or name not in BY_BROWSER:
        return None
    if name in VITALS:
        return Signal(name, step, one["value"], key=key) if _whole(one.get("value"), MOST_VALUE) else None
    code = one.get("code")
    return Signal(name, code, key=key) if isinstance(code, str) and _CODE.fullmatch(code) else None


def _whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def register(app: Flask) -> None:
    """Browsers tell of their pages; they do so as the page goes, without a token."""
    protect.exempt(beacon)
    app.add_url_rule("/beacon", "beacon", beacon, methods=["POST"])
