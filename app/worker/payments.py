"""Money that nobody told us about, and money that is still to go back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from app.booking import paying
from app.care import add_task
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import money
from app.payments import (
    Provider,
    ProviderAway,
    UnknownSession,
    forget_unopened,
    refunds_given,
    refunds_wanted,
    unsettled_sessions,
)
from app.store import db
from app.web.funnel import with_booking
from app.web.provider import configured

QUIET = timedelta(minutes=5)
"""A payment page of which nothing was heard for so long is asked about."""

UNOPENED = timedelta(hours=1)
LOOKED_BACK = timedelta(hours=48)

REMEMBERED = timedelta(days=30)
"""How long a refund that was given is asked about again: a bank may send it back."""

AT_ONCE = 20
TURN_S = 600
"""So many refunds are asked about at a time; the next ones when so many seconds have passed."""

log = logging.getLogger(__name__)
T = TypeVar("T", int, str)
U = TypeVar("U")


def reconcile_payments() -> int:
    """Every quiet session is as the provider says, with the booking or refund that follows; and so are refunds that
    were given, some at a time.

    A session whose hold is lost takes no money from then on. Answers how many were settled. What the provider does not
    answer, and what cannot be recorded, is tried again the next time, and keeps nothing else from being settled.
    """
    found = configured()
    if found is None:
        return 0
    done = forget_unopened(clock.now() - UNOPENED)
    _each("checkout", paying.lost_holds(found.name), partial(paying.withdraw, found, with_booking=with_booking))
    quiet = unsettled_sessions(found.name, clock.now() - QUIET)
    for settled in _each("payment", quiet, partial(paying.settle, found, with_booking=with_booking)):
        done += settled is not None and settled.state != "open"
    return done + _look_at_given(found)


def _each(what: str, found: Iterable[T], deed: Callable[[T], U]) -> list[U]:
    """What the deed answers for each. One for which it fails, for whatever reason, holds up no other."""
    answers = []
    for one in found:
        try:
            answers.append(deed(one))
        except (Refused, UnknownSession) as error:
            log.warning("%s %s: %s", what, one, error)
        except Exception:
            log.exception("%s %s", what, one)
            db.session.remove()
    return answers


def _look_at_given(provider: Provider) -> int:
    """Some of the refunds of the last month have been asked about, others each time; answers how many came back."""
    given, came_back = refunds_given(provider.name, clock.now() - REMEMBERED), 0
    turns = -(-len(given) // AT_ONCE)
    turn = int(clock.now().timestamp() // TURN_S) % turns if turns else 0
    for refund_id in given[turn * AT_ONCE : (turn + 1) * AT_ONCE]:
        try:
            came_back += paying.look_at_refund(provider, refund_id)
        except ProviderAway:
            break
        except (Refused, UnknownSession) as error:
            log.warning("refund %s: %s", refund_id, error)
    return came_back


def give_refunds() -> int:
    """What is to go back has gone back; answers how many. What the provider refuses for good is a task for staff."""
    found = configured()
    if found is None:
        return 0
    done = sum(_each("refund", refunds_wanted(found.name), partial(paying.give_refund, found)))
    _hand_over_failed()
    return done


ON_FOLIO = "Ring the guest and agree on another way. Then write the refund on the folio."
WITHOUT_FOLIO = (
    "Nothing was booked, so there is no folio. Reach whoever paid ({reach}), ask for their bank details and send the "
    "money by transfer. Then press Done and say when it went and to which account's last four digits."
)


def _hand_over_failed() -> None:
    for failed in paying.failed_refunds(clock.now() - LOOKED_BACK):
        whose = f"of booking {failed.reference}" if failed.reference else "of a payment that came too late"
        title = (
            f"The card company refuses the refund {whose}: {money(failed.amount_minor, failed.currency, pence=True)}"
        )
        words = ON_FOLIO if failed.reference else WITHOUT_FOLIO.format(reach=failed.reach or "nobody said how")
        add_task("refund_failed", "refund", failed.refund_id, title, location_id=failed.location_id, words=words)
