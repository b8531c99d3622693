"""Whether whoever asks may take an offer."""

from __future__ import annotations

from app.promotions.rules import Promotion


def allowed(promotion: Promotion) -> tuple[str, ...]:
    """Why the guest who asks may not take this offer, as `promotions.rules.REASONS`; () when they may.

    Asked before a checkout is started with it, and when it is priced. A code that was typed is not asked for: whoever
    has it may use it. An offer that is not by code only may be taken by anybody who follows its link.
    """
    return ("audience",) if promotion.by_code_only else ()
