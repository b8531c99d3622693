"""Room types and rates as rows of a card: templates that are read once and filled in by Python's own formatting.

A page of results has fifty of them, each with twenty words, and a template's engine asks for every word by name: this
way a page costs a tenth less. Every word was escaped when it was made (`app.guest.cards.safe`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from flask import Flask, current_app
from jinja2 import Template
from markupsafe import Markup

from app.guest.cards import HouseCard
from app.guest.rates import RateResult
from app.guest.results import RoomResult

RATE, ROOM = "guest/_rate_row.html", "guest/_room_row.html"
SLEPT_IN = '<span class="tag">You slept here</span>'
FULL = '<small class="full">{}</small>'
NAMES = ("house", "room", "type", "rate", "of", "full", "line", "picture", "slept_in", "stock", "facts", "rates")
FACT = '<li><svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>{}</li>'


class Blank:
    """Stands in a template for what is filled in: `rate.name` is written as `{rate.name}`."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Blank:
        return Blank(f"{self._path}.{name}")

    def __html__(self) -> str:
        return f"{{{self._path}}}"


def rate_rows(rates: Iterable[RateResult], of: str) -> Markup:
    """The rates of `of`: a room type or a set with its house."""
    row = _blank(current_app.jinja_env.get_template(RATE))
    return Markup(_rates(row, rates, of))  # nosec B704


def room_rows(rooms: Sequence[RoomResult], house: HouseCard) -> Markup:
    """The room types of a house, each with its rates."""
    env = current_app.jinja_env
    row, rate = _blank(env.get_template(ROOM)), _blank(env.get_template(RATE))
    picture_url, icons = env.globals["picture_url"], env.globals["asset_url"]("icons.svg")  # type: ignore[operator]
    return Markup(  # nosec B704
        "".join(
            [
                row.format(
                    house=house,
                    room=room,
                    type=room.room_type,
                    picture=picture_url(room.room_type.picture, "thumb"),  # type: ignore[operator]
                    slept_in=SLEPT_IN if room.slept_in else "",
                    stock="low" if room.low else "quiet",
                    facts=_facts(room.room_type.facts, icons),
                    rates=_rates(rate, room.rates, f"{room.room_type.name}, {house.name}"),
                )
                for room in rooms
            ]
        )
    )


def _rates(row: str, rates: Iterable[RateResult], of: str) -> str:
    return "".join(
        [
            row.format(
                rate=rate,
                of=of,
                full=FULL.format(rate.full_text) if rate.full_text else "",
                line="" if rate.lead else " btn--line",
            )
            for rate in rates
        ]
    )


@lru_cache(maxsize=8)
def _blank(template: Template) -> str:
    """The row with a name in braces for each of its words."""
    return template.render({name: Blank(name) for name in NAMES})


@lru_cache(maxsize=2_000)
def _facts(facts: tuple[tuple[str, str], ...], icons: str) -> str:
    return "".join([FACT.format(icons, icon, words) for icon, words in facts])


def register(app: Flask) -> None:
    """Templates have `room_rows` and `rate_rows`."""
    app.jinja_env.globals |= {"room_rows": room_rows, "rate_rows": rate_rows}
