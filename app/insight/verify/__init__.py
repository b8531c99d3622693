"""Recounts every derived number from its source and checks every invariant. Reads only."""

from __future__ import annotations

from app.insight.verify import (
    answers,
    blocks,
    bookings,
    claims,
    counters,
    day_closes,
    documents,
    enquiries,
    funnel,
    guests,
    histories,
    letters,
    messages,
    money,
    notices,
    offers,
    promotions,
    quotes,
    rates,
    reviews,
    rooms,
    rows,
    surveys,
    visits,
    waitlist,
)
from app.insight.verify.check import Check, Result, result

CHECKS: list[Check] = [
    *counters.CHECKS,
    *claims.CHECKS,
    *rooms.CHECKS,
    *waitlist.CHECKS,
    *blocks.CHECKS,
    *bookings.CHECKS,
    *quotes.CHECKS,
    *rates.CHECKS,
    *promotions.CHECKS,
    *offers.CHECKS,
    *money.CHECKS,
    *documents.CHECKS,
    *funnel.CHECKS,
    *day_closes.CHECKS,
    *messages.CHECKS,
    *letters.CHECKS,
    *notices.CHECKS,
    *guests.CHECKS,
    *histories.CHECKS,
    *answers.CHECKS,
    *visits.CHECKS,
    *surveys.CHECKS,
    *enquiries.CHECKS,
    *reviews.CHECKS,
    *rows.CHECKS,
]


def run() -> list[Result]:
    """The result of every check, in a fixed order. Each is one statement, so it sees one state while others write."""
    return [result(check) for check in CHECKS]


__all__ = ["CHECKS", "Check", "Result", "result", "run"]
