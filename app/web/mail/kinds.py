"""Every kind of mail."""

from __future__ import annotations

from collections.abc import Callable

from app.outbox import Announced
from app.web.mail.asked import find, invited, mail_change, mail_changed, sign_in
from app.web.mail.booked import booked, cancelled, changed
from app.web.mail.campaigns import campaign, campaign_trial
from app.web.mail.cases import case_asked, case_escalated
from app.web.mail.enquiries import enquiry_answer, enquiry_received
from app.web.mail.holding import phone_hold
from app.web.mail.letter import Letter
from app.web.mail.money import balance, paid, refunded
from app.web.mail.notices import notice, notice_kept, notice_over, notice_update
from app.web.mail.reminders import arrival_day, before_arrival
from app.web.mail.reviews import review_decided, review_removed
from app.web.mail.status import status_changed, status_confirm, status_planned
from app.web.mail.surveys import case_closed, case_reply, survey, survey_reminder
from app.web.mail.waiting import place_free, waitlisted
from app.web.mail.weekly import digest

KINDS: dict[str, Callable[[Announced], Letter]] = {
    "booked": booked,
    "changed": changed,
    "cancelled": cancelled,
    "paid": paid,
    "refunded": refunded,
    "balance": balance,
    "before_arrival": before_arrival,
    "arrival_day": arrival_day,
    "survey": survey,
    "survey_reminder": survey_reminder,
    "case_closed": case_closed,
    "case_reply": case_reply,
    "case_asked": case_asked,
    "case_escalated": case_escalated,
    "enquiry_received": enquiry_received,
    "enquiry_answer": enquiry_answer,
    "review_removed": review_removed,
    "review_decided": review_decided,
    "status_confirm": status_confirm,
    "status_changed": status_changed,
    "status_planned": status_planned,
    "sign_in": sign_in,
    "mail_change": mail_change,
    "mail_changed": mail_changed,
    "find": find,
    "invited": invited,
    "waitlisted": waitlisted,
    "place_free": place_free,
    "phone_hold": phone_hold,
    "notice": notice,
    "notice_update": notice_update,
    "notice_over": notice_over,
    "notice_kept": notice_kept,
    "digest": digest,
    "campaign": campaign,
    "campaign_trial": campaign_trial,
}
