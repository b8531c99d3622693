"""How a house is, to whoever asked to hear of it: the question whether that was them, each change, and each plan."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.care.facilities.rules import FINE
from app.care.notices.queries import notice_of
from app.care.notices.rules import ANNOUNCED, KINDS, OVER, WITHDRAWN
from app.care.status.subscribed import Subscription, subscription_of
from app.catalogue.closed import house_of
from app.kernel import clock
from app.outbox import Announced
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.status_links import subscription_path
from app.web.status_words import STATE_WORDS, between, named, sentence, when

ENDINGS = {OVER: "It is over", WITHDRAWN: "Called off"}
"""What is said of a notice that no longer holds."""
BEGUN = "It has begun"


def status_confirm(message: Announced) -> Letter:
    """Whether it was them who asked; raises `NoLongerApplies` once that is answered."""
    own = _own(message)
    if not own.may_confirm(clock.now()):
        raise NoLongerApplies("It is answered, or was asked too long ago.")
    house = house_of(own.location_id)
    names = [one.name for one in house.facilities if one.id in own.facilities]
    view = {"about": named(names, 20) if names else "Everything there", "link": _link(own)}
    return Letter(f"Shall we write to you about {house.name}?", view, house)


def status_changed(message: Announced) -> Letter:
    """One change. Raises `NoLongerApplies` when they have stopped, or the house has no such facility any more."""
    own, facts = _own(message), message.facts
    if not own.live:
        raise NoLongerApplies("They stopped hearing of it.")
    house = house_of(own.location_id)
    facility = next((one for one in house.facilities if one.id == facts["facility_id"]), None)
    if facility is None:
        raise NoLongerApplies("The house has no such facility any more.")
    since = datetime.fromisoformat(facts["since_at"])
    until = datetime.fromisoformat(facts["until_at"]) if facts["until_at"] else None
    state = "works again" if facts["state"] == FINE else f"is {STATE_WORDS[facts['state']].lower()}"
    view = {
        "heading": f"{facility.name} {state}",
        "since": when(since, house.timezone, message.made_at),
        "words": sentence(facts["words"]),
        "what_we_do": sentence(facts["what_we_do"]),
        "until": when(until, house.timezone, message.made_at) if until else "",
        "page": f"{_base()}/status/{house.slug}",
        "link": _link(own),
    }
    return Letter(f"{house.name}: {facility.name} {state}", view, house, unsubscribe_url=_link(own))


def status_planned(message: Announced) -> Letter:
    """A notice as it stands. Raises `NoLongerApplies` when they have stopped, or it says something else by now: of that
    they hear next."""
    own, facts = _own(message), message.facts
    if not own.live:
        raise NoLongerApplies("They stopped hearing of it.")
    notice = notice_of(facts["notice_id"])
    if notice is None or notice.revision != facts["revision"]:
        raise NoLongerApplies("There is newer news of it.")
    house = house_of(own.location_id)
    begun = facts.get("begun") and notice.state == ANNOUNCED
    word = ENDINGS.get(notice.state) or (BEGUN if begun else KINDS[notice.kind].split()[0])
    heading = f"{word}: {notice.title[:1].lower()}{notice.title[1:]}"
    view = {
        "heading": heading,
        "times": between(notice.begins_at, notice.ends_at, house.timezone),
        "meaning": "" if notice.state in ENDINGS else sentence(notice.meaning),
        "news": sentence(notice.said),
        "page": f"{_base()}/status/{house.slug}",
        "link": _link(own),
    }
    return Letter(f"{house.name}: {heading[:1].lower()}{heading[1:]}", view, house, unsubscribe_url=_link(own))


def _own(message: Announced) -> Subscription:
    own = subscription_of(message.subject_id)
    if own is None:
        raise NoLongerApplies("There is no such subscription any more.")
    return own


def _link(own: Subscription) -> str:
    return f"{_base()}{subscription_path(own.id)}"


def _base() -> str:
    return str(current_app.config["SETTINGS"].address)
