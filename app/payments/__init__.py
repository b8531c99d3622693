"""Payments asked for, recorded and refunded, through whichever provider is configured."""

from app.payments.errors import Forged, ProviderAway, RefundRefused, TooMuch, UnknownSession
from app.payments.house import HOUSE, METHODS, keep_house_payment, keep_house_refund
from app.payments.operations import (
    Wanted,
    ask_for_payment,
    ask_for_refund,
    forget_unopened,
    give_refund,
    recheck_refund,
    record_event,
    record_state,
    want_payment,
)
from app.payments.provider import Event, Provider, ProviderState, Session
from app.payments.queries import (
    is_known,
    payments_of,
    refund_of,
    refunded_minor,
    refunds_given,
    refunds_wanted,
    session_of,
    unsettled_sessions,
)
from app.payments.refunds import Asked, ask_for_refunds, refundable

__all__ = [
    "HOUSE",
    "METHODS",
    "Asked",
    "Event",
    "Forged",
    "Provider",
    "ProviderAway",
    "ProviderState",
    "RefundRefused",
    "Session",
    "TooMuch",
    "UnknownSession",
    "Wanted",
    "ask_for_payment",
    "ask_for_refund",
    "ask_for_refunds",
    "forget_unopened",
    "give_refund",
    "is_known",
    "keep_house_payment",
    "keep_house_refund",
    "payments_of",
    "recheck_refund",
    "record_event",
    "record_state",
    "refund_of",
    "refundable",
    "refunded_minor",
    "refunds_given",
    "refunds_wanted",
    "session_of",
    "unsettled_sessions",
    "want_payment",
]
