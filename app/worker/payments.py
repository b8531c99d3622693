"""Money that nobody told us about, and money that is still to go back."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.booking import paying
from app.care import add_task
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import money
from app.payments import UnknownSession, forget_unopened, refunds_wanted, unsettled_sessions
from app.web.funnel import with_booking
from app.web.provider import configured

QUIET = timedelta(minutes=5)
"""A payment page of which nothing was heard for so long is asked about."""

UNOPENED = timedelta(hours=1)
LOOKED_BACK = timedelta(hours=48)

log = logging.getLogger(__name__)


def reconcile_payments() -> int:
    """Every quiet session is as the provider says, with the booking or refund that follows.

    One whose hold is lost takes no money from then on. Answers how many were settled. What the provider does not answer
    is asked again the next time, and keeps nothing else from being settled.
    """
    found = configured()
    if found is None:
        return 0
    done = forget_unopened(clock.now() - UNOPENED)
    for checkout_id in paying.lost_holds(found.name):
        try:
            paying.withdraw(found, checkout_id, with_booking=with_booking)
        except (Refused, UnknownSession) as error:
            log.warning("checkout %s: %s", checkout_id, error)
    for session_id in unsettled_sessions(found.name, clock.now() - QUIET):
        try:
            settled = paying.settle(found, session_id, with_booking=with_booking)
            done += settled is not None and settled.state != "open"
        except (Refused, UnknownSession) as error:
            log.warning("payment %s: %s", session_id, error)
    return done


def give_refunds() -> int:
    """What is to go back has gone back; answers how many. What the provider refuses for good is a task for staff."""
    found = configured()
    if found is None:
        return 0
    done = 0
    for refund_id in refunds_wanted(found.name):
        try:
            done += paying.give_refund(found, refund_id)
        except (Refused, UnknownSession) as error:
            log.warning("refund %s: %s", refund_id, error)
    _hand_over_failed()
    return done


def _hand_over_failed() -> None:
    for failed in paying.failed_refunds(clock.now() - LOOKED_BACK):
        whose = f"of booking {failed.reference}" if failed.reference else "of a payment that came too late"
        title = (
            f"The card company refuses the refund {whose}: {money(failed.amount_minor, failed.currency, pence=True)}"
        )
        words = "Ring the guest and agree on another way. Then write the refund on the folio."
        add_task("refund_failed", "refund", failed.refund_id, title, location_id=failed.location_id, words=words)
