"""Choosing the offers of a page. It only reads; what it chose is written down when the page has gone out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from app.offers.decisions.context import Candidate, Context, guests_have, past_of
from app.offers.decisions.policy import policy
from app.offers.decisions.popular import popular
from app.offers.decisions.queries import codes_of, known_of, split
from app.offers.decisions.rules import HOLDOUT, KINDS_AT, MOST_AT, Choice, Known, Shown, Split, unfit
from app.offers.decisions.rules.new_houses import ANOTHER_HOUSE, not_new
from app.offers.engine import Model, features, situation
from app.offers.history.queries import history_of, population
from app.offers.history.rules.facts import OFF, History
from app.offers.proof.rules import HALF, arm_of, instead_of
from app.offers.segments import Conditions, belongs
from app.offers.segments import Known as KnownOf
from app.offers.segments.queries import audiences
from app.promotions.rules import Promotion

SEED_BYTES = 12
OF_THE_GUEST = ("audience", "open_case", "each_used")
"""Reasons that lie in the guest, whatever they want to book."""

Against = Mapping[int, tuple[str, ...]]
"""What is against each offer that runs; () where nothing is."""


Stands = Callable[[int], bool]
"""Whether there is a stay that can be bought with an offer, by the promotion's id."""


def decide(
    guest_ids: Collection[int],
    context: Context,
    at: datetime,
    seed: str | None = None,
    *,
    stands: Stands | None = None,
) -> Shown:
    """The offers of a page for somebody who is all of these guests, in their order, and how they were chosen.

    An offer is shown only where nothing is against it. The order is drawn by the policy: the propensities are fixed
    first, then `seed` (drawn anew unless it is given) chooses from exactly these. Who is held out sees the most popular
    ones, and so does everybody while there is no policy that can be read. A page that was looked at within the hour
    shows what it showed.

    For nobody, and for a guest whose history is off, they stand by popularity in the context and nothing is to be
    logged; of such a guest only their own refusals and open cases are read. For nobody `stands` is asked of one after
    the other, until there are as many as the place has room for.
    """
    if not guest_ids:
        return _unlogged(context, at, _against(context, OFF, None, ()), stands)
    history, known = history_of(*guest_ids), known_of(guest_ids, at, context.booked)
    against = _against(context, history, known, guest_ids)
    if history.off:
        return _unlogged(context, at, against)
    guest_id, own = min(guest_ids), policy()
    if shown := _same_again(guest_id, context, known, against, at):
        return shown
    arm = _arm(guest_id, known.split)
    mean, where = population(), situation(context.moment)
    vector = features(past_of(history, mean, context.today), context.moment, guests_have(mean))
    fits = [promotion_id for promotion_id, reasons in against.items() if not reasons]
    seed, places = seed or secrets.token_hex(SEED_BYTES), MOST_AT[context.place]
    most_popular = _popular(fits, where, places, at, seed)
    drawn = _drawn(own.model, fits, vector, where, places, seed) if own.model else most_popular
    ranked = own.model is not None and arm != HOLDOUT
    return Shown(
        place=context.place,
        page=context.page,
        at=at,
        guest_id=guest_id,
        arm=arm,
        policy_version=own.version if ranked else 0,
        situation=where,
        features=vector,
        choices=_beside(most_popular, drawn) if arm == HOLDOUT else _beside(drawn, most_popular),
        unshown=tuple((promotion_id, reasons[0]) for promotion_id, reasons in against.items() if reasons),
    )


def against(guest_ids: Collection[int], context: Context, at: datetime) -> Against:
    """Everything that is against each offer of a page, for somebody who is all of these guests; () where it fits."""
    if not guest_ids:
        return _against(context, OFF, None, ())
    return _against(context, history_of(*guest_ids), known_of(guest_ids, at, context.booked), guest_ids)


def _beside(shown: Sequence[Choice], other: Sequence[Choice]) -> tuple[Choice, ...]:
    """What is shown, each with what the other arm would have shown in its stead."""
    beside = instead_of([one.promotion_id for one in shown], [one.promotion_id for one in other])
    return tuple(replace(one, instead_id=instead) for one, instead in zip(shown, beside, strict=True))


def _unlogged(context: Context, at: datetime, against: Against, stands: Stands | None = None) -> Shown:
    fits = [promotion_id for promotion_id, reasons in against.items() if not reasons]
    where, places = situation(context.moment), MOST_AT[context.place]
    if stands is not None and fits:
        fits = list(islice(filter(stands, popular(at).order(fits, where)), places))
    choices = _popular(fits, where, places, at, "")
    return Shown(place=context.place, page=context.page, at=at, choices=choices)


def _same_again(guest_id: int, context: Context, known: Known, against: Against, at: datetime) -> Shown | None:
    """What the page showed within the hour, where nothing else is against it by now; None when it showed nothing."""
    before = [
        promotion_id
        for promotion_id in known.shown_here(context.place, context.page, at)
        if set(against.get(promotion_id, ("not_running",))) <= {"shown_enough"}
    ]
    if not before:
        return None
    choices = tuple(
        Choice(promotion_id, position, 1.0, (promotion_id,), (1.0,), "") for position, promotion_id in enumerate(before)
    )
    return Shown(context.place, context.page, at, guest_id, choices=choices, again=True)


def _against(context: Context, history: History, known: Known | None, guest_ids: Collection[int]) -> Against:
    """What is against each offer that can be taken at this place, in their own order. `known` is None for nobody."""
    kinds = KINDS_AT.get(context.place)
    standing = [one for one in context.candidates if kinds is None or one.promotion.kind in kinds]
    wanted = {
        promotion_id: audience.conditions
        for promotion_id, audience in audiences([one.promotion.id for one in standing]).items()
    }
    who = _known_of(wanted.values(), known, guest_ids, context)
    found = {}
    for one in standing:
        reasons = [*one.refusals]
        conditions = wanted.get(one.promotion.id)
        if conditions is not None and not belongs(history, conditions, who):
            reasons.append("audience")
        reasons += not_new(one.promotion, history, context.location_id)
        found[one.promotion.id] = (*reasons, *(unfit(one.promotion.id, known, context.place) if known else ()))
    return found


def _known_of(
    wanted: Collection[Conditions], known: Known | None, guest_ids: Collection[int], context: Context
) -> KnownOf:
    codes = codes_of(guest_ids) if guest_ids and any(own.code for own in wanted) else ()
    return KnownOf(context.today, bool(known and known.agreed), codes)


def site_arm(guest_id: int) -> str:
    """The arm of the site's own hold-out in which the guest is."""
    return _arm(guest_id, split())


def _arm(guest_id: int, held_out: Split) -> str:
    at_first = held_out.share if held_out.verdict_at is None else max(HALF, held_out.share)
    return arm_of(guest_id, held_out.salt, held_out.share, at_first)


def _drawn(
    model: Model, fits: Sequence[int], vector: Mapping[str, float], where: str, places: int, seed: str
) -> tuple[Choice, ...]:
    made = model.rank([str(promotion_id) for promotion_id in fits], vector, places, seed, where)
    return tuple(
        Choice(int(one.chosen), one.place, one.propensity, tuple(map(int, one.eligible)), one.propensities, one.seed)
        for one in made
    )


def _popular(fits: Sequence[int], where: str, places: int, at: datetime, seed: str) -> tuple[Choice, ...]:
    """The most popular ones: each for certain over what is left."""
    order = popular(at).order(fits, where) if fits else []
    return tuple(
        Choice(
            promotion_id,
            position,
            1.0,
            tuple(order[position:]),
            (1.0, *([0.0] * (len(order) - position - 1))),
            f"{seed}:{position}",
        )
        for position, promotion_id in enumerate(order[:places])
    )


def refusals_to(guest_ids: Collection[int], promotion: Promotion, at: datetime, today: date) -> tuple[str, ...]:
    """Why somebody who is all of these guests (nobody, when empty) may not take an offer, whatever the stay: it is for
    others, they have used it as often as they may, or a house owes them an answer. What they said no to they may still
    take. Reasons as in `promotions`."""
    context = Context("results", "", today, (Candidate(promotion),))
    known = known_of(guest_ids, at) if guest_ids else None
    asks = promotion.kind == ANOTHER_HOUSE or bool(audiences([promotion.id]))
    history = history_of(*guest_ids) if guest_ids and asks else OFF
    against = _against(context, history, known, guest_ids)[promotion.id]
    return tuple(reason for reason in against if reason in OF_THE_GUEST)
