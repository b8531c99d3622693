"""What the law, or a promise, says is to be forgotten by now."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app

from app.booking.documents import forget_addressees
from app.booking.forgetting import forget_details, forget_old_guests
from app.booking.operations import forget_lookups
from app.booking.people.operations import purge_allergies, purge_register
from app.booking.people.rules import ALLERGIES_KEPT, REGISTER_KEPT
from app.booking.waitlist.operations import forget_entries
from app.care.cases import forget_cases
from app.care.enquiries import forget_enquiries
from app.care.lost_calls import forget_words
from app.care.status.operations import forget_subscriptions
from app.config import Config
from app.experience.reviews.operations import forget_devices, forget_reviews
from app.experience.reviews.rules import shown_since
from app.experience.surveys import forget_comments
from app.identity.erasures import NAME, keep_erasures
from app.identity.operations import forget_mail_changes, forget_sessions, forget_sign_ins
from app.identity.staff.operations import forget_desks
from app.journal import forget_personal
from app.kernel import clock
from app.outbox import forget_kept_mails, forget_messages

SIGN_INS_KEPT = timedelta(days=2)
"""Longer than the day within which tries are counted."""
DETAILS_KEPT = timedelta(days=7)
"""What was typed into a checkout that came to nothing."""
ASKED_KEPT = timedelta(days=30)
"""Lookups, sessions that are over, places in the line that are, who hears of a house no more or never confirmed, and
mails with codes, lost links and holds."""
MAILS_FORGOTTEN = (
    "sign_in", "mail_change", "mail_changed", "find", "invited", "phone_hold", "status_confirm", "status_changed",
    "status_planned",
)  # fmt: skip
CORRECTIONS_KEPT = timedelta(days=365)
"""What stood in a personal field before it was changed."""
CALLS_KEPT = timedelta(days=365)
"""What was written in words about lost calls, and in enquiries that are closed."""
COMMENTS_KEPT = timedelta(days=760)
"""What guests wrote about a stay, and what was written on their cases: 25 months. The numbers stay."""
MAILS_KEPT = timedelta(days=90)
"""What a mailbox holds of mails as they went, word for word. That they went, and to whom, stays with the booking."""
DEVICES_KEPT = timedelta(days=30)
"""From which device a review came, by which fakes are told."""
GUESTS_KEPT_YEARS = 6
"""As long as tax law asks for the invoices of their stays."""


def purge_people() -> int:
    """Register entries of twelve months ago and allergies of thirty days ago are gone; how many were."""
    settings: Config = current_app.config["SETTINGS"]
    today = clock.today(settings.group_timezone)
    return purge_register(today - REGISTER_KEPT) + purge_allergies(today - ALLERGIES_KEPT)


def purge_guests() -> int:
    """What is only kept for a while is gone: requests, old sessions, unfinished checkouts, words of mails, guests of
    six years ago and to whom their documents went."""
    settings: Config = current_app.config["SETTINGS"]
    now, today = clock.now(), clock.today(settings.group_timezone)
    gone = forget_sign_ins(SIGN_INS_KEPT) + forget_lookups(ASKED_KEPT) + forget_sessions(ASKED_KEPT)
    gone += forget_mail_changes(SIGN_INS_KEPT) + forget_messages(MAILS_FORGOTTEN, now - ASKED_KEPT)
    gone += forget_entries(ASKED_KEPT) + forget_words(now - CALLS_KEPT)
    gone += forget_enquiries(now - CALLS_KEPT)
    gone += forget_desks(now - SIGN_INS_KEPT) + forget_subscriptions(now - ASKED_KEPT)
    gone += forget_comments(now - COMMENTS_KEPT) + forget_cases(now - COMMENTS_KEPT)
    gone += forget_details(now - DETAILS_KEPT) + forget_personal(now - CORRECTIONS_KEPT)
    gone += forget_devices(now - DEVICES_KEPT) + forget_kept_mails(now - MAILS_KEPT)
    before = _years_ago(today, GUESTS_KEPT_YEARS)
    return gone + forget_addressees(before) + forget_old_guests(before, now - (today - before))


def forget_old_reviews() -> int:
    """The chain of reviews says which were erased, those of 36 months ago among them; how many were."""
    settings: Config = current_app.config["SETTINGS"]
    return forget_reviews(shown_since(clock.today(settings.group_timezone)))


def keep_list_of_erasures() -> int:
    """Who was forgotten stands beside the database too, so that a restore brings nobody back."""
    settings: Config = current_app.config["SETTINGS"]
    return keep_erasures(settings.data / NAME)


def _years_ago(today: date, years: int) -> date:
    """The same day some years ago; 28 February for the 29th."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - years, today.month, day)
