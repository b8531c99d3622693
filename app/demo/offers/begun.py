"""Offers of a fresh demo: made before its bookings are written, and their log when these are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from app.demo.ledger import Pricer
from app.demo.marks import TASTES, mark
from app.demo.offers.letters import write_letters
from app.demo.offers.log import write_log
from app.demo.offers.made import make_offers
from app.demo.offers.offering import Offering
from app.demo.world import Booked
from app.offers.history.operations import keep_histories
from app.offers.history.popular import count_popularity


def begin_offers(coming: Sequence[Booked], pricer: Pricer, until: datetime, days: int, seed: int | str) -> Offering:
    """The offers are made; who books in the last `days` days may meet them."""
    salt = blake2b(f"hold-out {seed}".encode(), digest_size=16).hexdigest()
    offers = make_offers(pricer.ids, until)
    since = until - timedelta(days=days)
    return Offering(offers, coming, pricer, since=since, until=until, salt=salt, seed=seed)


def end_offers(offering: Offering, until: datetime) -> int:
    """The log is written and learnt from; answers how many decisions there are. What was planted is marked."""
    if not offering.days:
        return 0
    offering.look_on()
    mark(until, TASTES, {"tastes": [{"offer": one.offer, "group": one.group} for one in offering.tastes]})
    write_letters(offering, until)
    written = write_log(offering, until)
    keep_histories()
    count_popularity()
    if written:
        from app.offers.decisions.operations.learning import learn

        learn(until)
    return written
