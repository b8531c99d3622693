"""Payments asked for, recorded and refunded, through whichever provider is configured."""

from app.payments.errors import Forged, ProviderAway, TooMuch, UnknownSession
from app.payments.operations import (
    Wanted,
    ask_for_payment,
    ask_for_refund,
    give_refund,
    record_event,
    record_state,
    want_payment,
)
from app.payments.provider import Event, Provider, ProviderState, Session
from app.payments.queries import payments_of, refunds_wanted, unsettled_sessions

__all__ = [
    "Event",
    "Forged",
    "Provider",
    "ProviderAway",
    "ProviderState",
    "Session",
    "TooMuch",
    "UnknownSession",
    "Wanted",
    "ask_for_payment",
    "ask_for_refund",
    "give_refund",
    "payments_of",
    "record_event",
    "record_state",
    "refunds_wanted",
    "unsettled_sessions",
    "want_payment",
]
