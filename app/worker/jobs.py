"""The jobs: idempotent scans of what fell due, each answering how many things it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.booking.waitlist.operations import open_nights
from app.care.status.operations import tell_of_changes
from app.care.status.plans import tell_of_plans
from app.experience.funnel.days.operations import sum_up_days
from app.offers.history.operations import keep_histories
from app.offers.history.popular import count_popularity
from app.worker.backups import back_up_nightly
from app.worker.balances import ask_for_balances
from app.worker.blocks import release_blocks
from app.worker.campaigns import send_campaigns
from app.worker.cases import look_after_cases
from app.worker.digests import send_digests
from app.worker.effort import learn_effort
from app.worker.holds import sweep_holds
from app.worker.mail import send_mail
from app.worker.notices import look_after_notices
from app.worker.offers import forget_offers, learn_offers, settle_offers, sum_up_offers
from app.worker.packs import make_packs
from app.worker.payments import give_refunds, reconcile_payments
from app.worker.prices import check_prices
from app.worker.promises import keep_promises
from app.worker.purges import forget_old_reviews, keep_list_of_erasures, purge_guests, purge_people
from app.worker.reminders import ask_about_no_shows, remind
from app.worker.rooms import give_rooms, soil_rooms
from app.worker.sign_ins import answer_asked
from app.worker.surveys import ask_guests
from app.worker.verdicts import look_for_verdict
from app.worker.visits import change_salts, forget_old_visits
from app.worker.waitlist import look_after_line


@dataclass(frozen=True, slots=True)
class Job:
    """`work` runs every `every_s` seconds. Its lease outlasts it; a worker that died holds it no longer than that.

    A job without a lease is done by every worker at the same time, and shares out what there is to do by itself.
    """

    name: str
    work: Callable[[], int]
    every_s: float
    lease: timedelta | None


JOBS = [
    Job("asked", answer_asked, every_s=2, lease=timedelta(minutes=1)),
    Job("holds", sweep_holds, every_s=20, lease=timedelta(minutes=1)),
    Job("blocks", release_blocks, every_s=60, lease=timedelta(minutes=1)),
    Job("line", look_after_line, every_s=20, lease=timedelta(minutes=1)),
    Job("nights", open_nights, every_s=600, lease=timedelta(minutes=10)),
    Job("doors", give_rooms, every_s=120, lease=timedelta(minutes=5)),
    Job("backup", back_up_nightly, every_s=300, lease=timedelta(minutes=15)),
    Job("payments", reconcile_payments, every_s=600, lease=timedelta(minutes=10)),
    Job("refunds", give_refunds, every_s=15, lease=timedelta(minutes=5)),
    Job("purges", purge_people, every_s=3_600, lease=timedelta(minutes=10)),
    Job("retention", purge_guests, every_s=3_600, lease=timedelta(minutes=10)),
    Job("erasures", keep_list_of_erasures, every_s=60, lease=timedelta(minutes=1)),
    Job("reviews", forget_old_reviews, every_s=60, lease=timedelta(minutes=10)),
    Job("salts", change_salts, every_s=60, lease=timedelta(minutes=1)),
    Job("visits", forget_old_visits, every_s=3_600, lease=timedelta(minutes=10)),
    Job("reminders", remind, every_s=60, lease=timedelta(minutes=5)),
    Job("no_shows", ask_about_no_shows, every_s=600, lease=timedelta(minutes=5)),
    Job("rooms", soil_rooms, every_s=300, lease=timedelta(minutes=5)),
    Job("packs", make_packs, every_s=300, lease=timedelta(minutes=5)),
    Job("funnel_days", sum_up_days, every_s=3_600, lease=timedelta(minutes=30)),
    Job("balances", ask_for_balances, every_s=600, lease=timedelta(minutes=10)),
    Job("surveys", ask_guests, every_s=60, lease=timedelta(minutes=5)),
    Job("promises", keep_promises, every_s=60, lease=timedelta(minutes=10)),
    Job("cases", look_after_cases, every_s=120, lease=timedelta(minutes=5)),
    Job("status", tell_of_changes, every_s=10, lease=timedelta(minutes=5)),
    Job("status_plans", tell_of_plans, every_s=30, lease=timedelta(minutes=5)),
    Job("effort", learn_effort, every_s=1_800, lease=timedelta(minutes=10)),
    Job("histories", keep_histories, every_s=30, lease=timedelta(minutes=10)),
    Job("popularity", count_popularity, every_s=3_600, lease=timedelta(minutes=10)),
    Job("prices", check_prices, every_s=600, lease=timedelta(minutes=10)),
    Job("verdict", look_for_verdict, every_s=21_600, lease=timedelta(minutes=10)),
    Job("offers_settled", settle_offers, every_s=600, lease=timedelta(minutes=10)),
    Job("offers_summed", sum_up_offers, every_s=3_600, lease=timedelta(minutes=30)),
    Job("offers_learnt", learn_offers, every_s=1_800, lease=timedelta(minutes=30)),
    Job("offers_forgotten", forget_offers, every_s=3_600, lease=timedelta(minutes=10)),
    Job("digests", send_digests, every_s=600, lease=timedelta(minutes=10)),
    Job("notices", look_after_notices, every_s=10, lease=None),
    Job("campaigns", send_campaigns, every_s=20, lease=None),
    Job("mail", send_mail, every_s=5, lease=None),
]
