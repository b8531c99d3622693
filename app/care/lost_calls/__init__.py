"""Calls that came to no booking, and why."""

from app.care.lost_calls.operations import Call, forget_words, log_call
from app.care.lost_calls.queries import Logged, Wanted, denied_calls, lost_calls, lost_reasons
from app.care.lost_calls.rules import LOST_REASONS, reason_of, theme_of

__all__ = [
    "LOST_REASONS",
    "Call",
    "Logged",
    "Wanted",
    "denied_calls",
    "forget_words",
    "log_call",
    "lost_calls",
    "lost_reasons",
    "reason_of",
    "theme_of",
]
