"""What got in a guest's way, in words."""

from __future__ import annotations

from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Signal
from app.web.reasons import IN_SHORT

PLAIN = {
    "many_refinements": "More than three refinements, no room opened",
    "claim_expired": "Hold ran out",
    "slow_answer": "Waited over a second for us",
    "lcp": "Page was slow to show",
    "inp": "Page was slow to react",
    "cls": "Page jumped while it was read",
}
PRICES = {"up": "Price went up meanwhile", "down": "Price went down meanwhile"}
PAYMENTS = {"declined": "Card declined", "expired": "Payment page ran out"}


def signal_words(signal: Signal) -> str:
    """What happened, as a head gardener would say it; never what was typed."""
    name, code = signal.name, signal.code
    if name in PLAIN:
        return PLAIN[name]
    if name == "field_error":
        return f"“{field_words(code)}” refused: {_last(code)}"
    if name == "correction":
        return f"Corrected “{field_words(code)}”"
    if name == "back":
        start, _, end = code.partition(">")
        return f"Went back from {STEP_NAMES.get(start, start).lower()} to {STEP_NAMES.get(end, end).lower()}"
    if name == "denied":
        return f"Told no: {IN_SHORT.get(code, code).lower()}"
    if name == "price_changed":
        return PRICES.get(code, "Price changed meanwhile")
    if name == "payment_declined":
        return PAYMENTS.get(code, "Payment did not go through")
    if name == "rage_click":
        return f"Pressed “{_spelled(code)}” again and again"
    return _spelled(" ".join(filter(None, (name, code))))


def field_words(code: str) -> str:
    """A field by its code, with the form before it or without: `details.email.wrong` and `email` are both the mail."""
    parts = code.split(".")
    return _spelled(parts[1] if len(parts) > 1 else parts[0]) or "a field"


def _last(code: str) -> str:
    parts = code.split(".")
    return _spelled(parts[2]).lower() if len(parts) > 2 else "not taken"


def _spelled(code: str) -> str:
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
