"""Letters of campaigns: the words of whoever wrote them, the offer, why it comes, and how it stops at one click."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import current_app

from app.catalogue.closed import house_of, room_type_of
from app.kernel.words import dated, short_day
from app.offers.campaigns.audience import Sought
from app.offers.campaigns.letters import Addressee, addressee, still_refused
from app.outbox import Announced
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.mail.wording import filled
from app.web.search import Search
from app.web.stop_links import stop_path

TRIAL_NAME = "[first name]"
BLANKS = {"name": "the guest’s first name"}
"""What may stand in braces in a letter."""


def campaign(message: Announced) -> Letter:
    """The letter to one guest. Raises `NoLongerApplies` when consent was withdrawn, the campaign was stopped or paused,
    or anything else that forbids it came up between the decision and this instant."""
    if refused := still_refused(message.subject_id):
        raise NoLongerApplies(refused)
    to = addressee(message.subject_id)
    if to is None:
        raise NoLongerApplies("There is no such guest.")
    return _letter(message.facts, to, stop_path(to.guest_id, to.channel))


def campaign_trial(message: Announced) -> Letter:
    """The same letter as its writer had it sent to themselves, as an unnamed guest would get it."""
    facts = message.facts
    to = Addressee(0, TRIAL_NAME, facts["channel"], None, facts.get("found") or "", facts.get("reason") or "")
    return _letter(facts, to, "")


def _letter(facts: Any, to: Addressee, stop: str) -> Letter:
    base = current_app.config["SETTINGS"].address
    words, words_text = filled(facts["letter"], {"name": to.first_name or "guest"})
    view = {
        "heading": facts["subject"],
        "greeting": f"Dear {to.first_name}," if to.first_name else "Hello,",
        "words": words,
        "words_text": words_text,
        "found": to.found,
        "reason": to.reason,
        "offer": _offer(facts.get("offer"), base, to.sought),
        "look": f"{base}{_path(to.sought)}",
        "why": _why(to),
        "account": f"{base}/account",
        "switch": f"{base}/account/history",
    }
    return Letter(facts["subject"], view, unsubscribe_url=f"{base}{stop}" if stop else "")


def _path(sought: Sought | None) -> str:
    """The room and the dates that the guest looked at; else where rooms are looked for."""
    if sought is None:
        return "/stays"
    room_type = room_type_of(sought.room_type_id)
    house = house_of(room_type.location_id)
    return Search(stay=sought.stay, party=sought.party).url(f"/houses/{house.slug}/rooms/{room_type.slug}")


def _offer(offer: Any, base: str, sought: Sought | None) -> dict[str, str] | None:
    """An offer with a code is linked with it: whoever has the code may use it, signed in or not."""
    if not offer:
        return None
    own = {"code": offer["code"]} if offer.get("code") else {"offer": offer["slug"]}
    path = _path(sought)
    until = date.fromisoformat(offer["until_on"]) if offer.get("until_on") else None
    return {
        "title": offer["title"],
        "line": offer["line"],
        "code": offer.get("code") or "",
        "until": f"Book it by {short_day(until)}." if until else "",
        "signed_in": "Sign in with this address, and it is in the prices." if offer.get("for_some") else "",
        "link": f"{base}{path}{'&' if '?' in path else '?'}{urlencode(own)}",
    }


def _why(to: Addressee) -> str:
    asked = {
        "offers": "to be written to now and then",
        "basket": "to be reminded of a booking that is left unfinished",
    }[to.channel]
    return f"You get this because you asked {asked}" + (f", on {dated(to.agreed_on)}." if to.agreed_on else ".")
