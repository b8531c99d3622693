"""Money that nobody told us about, and money that is still to go back."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.booking import paying
from app.kernel import clock
from app.kernel.errors import Refused
from app.payments import ProviderAway, UnknownSession, refunds_wanted, unsettled_sessions
from app.web.provider import provider

QUIET = timedelta(minutes=5)
"""A payment page of which nothing was heard for so long is asked about."""

log = logging.getLogger(__name__)


def reconcile_payments() -> int:
    """Every quiet session is as the provider says, with the booking or refund that follows; wanted refunds are given.

    Answers how many were settled or given. What the provider refuses or does not answer is asked again the next time,
    and keeps nothing else from being settled.
    """
    try:
        found = provider()
    except ProviderAway:
        return 0
    done = 0
    for session_id in unsettled_sessions(clock.now() - QUIET):
        try:
            settled = paying.settle(found, session_id)
            done += settled is not None and settled.state != "open"
        except (Refused, UnknownSession) as error:
            log.warning("payment %s: %s", session_id, error)
    for refund_id in refunds_wanted():
        try:
            done += paying.give_refund(found, refund_id)
        except (Refused, UnknownSession) as error:
            log.warning("refund %s: %s", refund_id, error)
    return done
