"""What came of offers, what is learnt from it, and what is forgotten."""

from __future__ import annotations

from flask import current_app

from app.care.operations import add_task
from app.config import Config
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.offers.decisions.operations import forget_decisions, forget_models, forget_refusals, settle_outcomes
from app.offers.decisions.operations.forgetting import KEPT, REFUSALS_KEPT
from app.offers.decisions.policy import drawn_by_policy, policy
from app.offers.proof.summing import sum_up_decisions
from app.store import transaction
from app.worker.backups import AT_HOUR, last_night

MOST_TURNS = 50
"""How often a run goes on where it ended; the next one does the rest."""


DAMAGED = "What was learnt about offers cannot be read"
MISSING = "What was learnt about offers is gone"


def settle_offers() -> int:
    """Every offer that was shown says what has come of it; how many say something new. A policy that cannot be read, or
    that is gone though it has drawn offers, is a task, once."""
    own = policy()
    if own.model is None and (own.version or drawn_by_policy()):
        wrong, title = (own.wrong, DAMAGED) if own.version else ("No policy is kept.", MISSING)
        words = f"{wrong} Offers stand by popularity until tonight’s learning. Look whether the disk is well."
        transaction(lambda: add_task("offers_damaged", "offer_model", own.version, title, words=words))
    return settle_outcomes()


def sum_up_offers() -> int:
    """What the log of offers comes to is summed up as it stands; of how many decisions. 0 where it is short."""
    settings: Config = current_app.config["SETTINGS"]
    return sum_up_decisions(settings.group_timezone)


def learn_offers() -> int:
    """The night that has passed has its policy; 1 when it was made now, else 0."""
    from app.offers.decisions.operations.learning import learn

    settings: Config = current_app.config["SETTINGS"]
    zone = settings.group_timezone
    return int(learn(wall_instant(last_night(clock.now(), zone), AT_HOUR, 0, zone)) is not None)


def forget_offers() -> int:
    """Decisions of more than 25 months ago are sums, refusals that hold no more and old policies are gone; how many
    were."""
    settings: Config = current_app.config["SETTINGS"]
    now = clock.now()
    gone = forget_refusals(now - REFUSALS_KEPT) + forget_models()
    for _ in range(MOST_TURNS):
        done = forget_decisions(now - KEPT, settings.group_timezone)
        gone += done
        if not done:
            break
    return gone
