"""Letters of campaigns: the words of whoever wrote them, the offer, why it comes, and how it stops at one click."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import current_app

from app.kernel.words import dated, short_day
from app.offers.campaigns.letters import Addressee, addressee, still_refused
from app.outbox import Announced
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.mail.wording import filled
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
        "offer": _offer(facts.get("offer"), base),
        "look": f"{base}/stays",
        "why": _why(to),
        "account": f"{base}/account",
    }
    return Letter(facts["subject"], view, unsubscribe_url=f"{base}{stop}" if stop else "")


def _offer(offer: Any, base: str) -> dict[str, str] | None:
    if not offer:
        return None
    until = date.fromisoformat(offer["until_on"]) if offer.get("until_on") else None
    return {
        "title": offer["title"],
        "line": offer["line"],
        "code": offer.get("code") or "",
        "until": f"Book it by {short_day(until)}." if until else "",
        "link": f"{base}/stays?{urlencode({'offer': offer['slug']})}",
    }


def _why(to: Addressee) -> str:
    asked = {
        "offers": "to be written to now and then",
        "basket": "to be reminded of a booking that is left unfinished",
    }[to.channel]
    return f"You get this because you asked {asked}" + (f", on {dated(to.agreed_on)}." if to.agreed_on else ".")
