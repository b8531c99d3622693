"""What a notice of the house means for the guest who is signed in and looks: in banners above what all others read."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.care.notices.own import OwnTouch, own_touches
from app.catalogue.queries import House
from app.guest.bookings.notice_page import NoticeLine
from app.identity.queries import guests_of
from app.kernel import clock
from app.web.links import link_token
from app.web.session import who_if_known

PLACE = Markup('<div id="own-notices"></div>')
"""Stands in the page that is made once for everybody, where a guest's own banners go."""


def with_own(body: str, house: House) -> str:
    """The body with the banners of whoever is signed in; two statements more than a stranger's."""
    who = who_if_known()
    touches = own_touches(guests_of(who), house.id, clock.now()) if who else []
    if not touches:
        return body
    told = render_template("guest/bookings/_notices.html", notices=[_line(own) for own in touches])
    return body.replace(PLACE, f'<div id="own-notices" class="band">{told}</div>')


def _line(own: OwnTouch) -> NoticeLine:
    url = f"/bookings/{link_token('booking', own.booking_id, own.version)}/notices/{own.notice_id}"
    open_still = own.choice is None and own.choose_until_at is not None and clock.now() < own.choose_until_at
    act = "See your choices" if open_still else "What it means for you"
    return NoticeLine(url, f"It touches your stay: {own.title}", " ".join(one["says"] for one in own.why), act)
