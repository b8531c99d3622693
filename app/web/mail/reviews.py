"""What the author of a review is told when it is removed, and how an appeal ended."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from app.experience.reviews.errors import NoReview
from app.experience.reviews.queries.stays import ReviewedStay, reviewed_stay
from app.experience.reviews.rules import APPEALED_WITHIN, REASONS
from app.kernel.words import dated, span
from app.outbox import Announced
from app.web.mail.about import About
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.review_links import review_path


def review_removed(message: Announced) -> Letter:
    """The published reason, what in the review it was, and how to appeal. Raises `NoLongerApplies` once it is shown
    again or forgotten."""
    about, stay = _about(message)
    if not stay.removed:
        raise NoLongerApplies("It is shown again.")
    removal = stay.removal
    until = (removal.removed_at + APPEALED_WITHIN).astimezone(ZoneInfo(about.house.timezone)).date()
    view = _view(about, stay) | {"told": removal.words, "until": dated(until)}
    return Letter(f"Your review of {about.house.name} was removed", view, about.house)


def review_decided(message: Announced) -> Letter:
    """Whether it is shown again, and why."""
    about, stay = _about(message)
    if stay.removal is None or stay.removal.decided_at is None:
        raise NoLongerApplies("Nothing is decided.")
    restored = stay.removal.restored
    view = _view(about, stay) | {"restored": restored, "told": stay.removal.decision_words or ""}
    ending = "is shown again" if restored else "stays removed"
    return Letter(f"Your review of {about.house.name} {ending}", view, about.house)


def _about(message: Announced) -> tuple[About, ReviewedStay]:
    about = About.of(message)
    try:
        stay = reviewed_stay(about.booking.id)
    except NoReview:
        raise NoLongerApplies("Its guest is forgotten.") from None
    if not stay.words:
        raise NoLongerApplies("It is forgotten.")
    return about, stay


def _view(about: About, stay: ReviewedStay) -> dict[str, Any]:
    return {
        "about": about,
        "nights": span(stay.arrival_on, stay.departure_on),
        "reason": REASONS[stay.removal.reason] if stay.removal else "",
        "wrote": stay.words,
        "review_url": f"{current_app.config['SETTINGS'].address}{review_path(stay.booking_id)}",
        "rules_url": f"{current_app.config['SETTINGS'].address}/reviews",
    }
