"""Before it goes: how many a campaign reaches, the letter as real guests would have it, and a copy to oneself."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.kernel import clock
from app.marketing.campaigns.rows import example_words, month_words, reach_rows
from app.marketing.campaigns.shared import ACTION, URL, blueprint, found, today
from app.marketing.campaigns.trial import Trial, trial_facts, tried
from app.offers.campaigns.queries import Kept
from app.offers.campaigns.reaching import Example, Reach, examples_of, reach_of
from app.outbox import announce_once
from app.web.access import staff
from app.web.forms import typed_sum
from app.web.respond import page, see_other

PREVIEW = "marketing/campaigns/preview.html"
SHOWN = 8
"""Guests among whom one looks at the letter."""


@blueprint.get(f"{URL}/<id:campaign_id>/preview")
@staff(ACTION)
def preview(actor: Actor, campaign_id: int) -> Response:
    """The counts of today, each with its reason, and the letter of one of the guests, who stays unnamed."""
    campaign = found(campaign_id)
    reach, examples, chosen = _asked(campaign)
    return page(
        PREVIEW,
        actor=actor,
        here="campaigns",
        campaign=campaign,
        rows=reach_rows(reach),
        examples=[
            (number, example_words(one.stays, one.house, month_words(one.left_on)), one is chosen)
            for number, one in enumerate(examples)
        ],
        mail=tried(_trial(campaign, chosen)),
        sent="sent" in request.args,
    )


@blueprint.post(f"{URL}/<id:campaign_id>/trial")
@staff(ACTION)
def try_it(actor: Actor, campaign_id: int) -> BaseResponse:
    """The letter of that guest goes to whoever asks, without a name and without a way to stop it."""
    campaign = found(campaign_id)
    _, examples, chosen = _asked(campaign)
    number = examples.index(chosen) if chosen is not None else 0
    occasion = f"{campaign.id}-{clock.now():%Y%m%dT%H%M%S}"
    facts = trial_facts(_trial(campaign, chosen))
    announce_once("campaign_trial", "staff", actor.staff_id, actor.email, facts, occasion=occasion)
    return see_other(f"{URL}/{campaign.id}/preview?guest={number}&sent=1")


def _asked(campaign: Kept) -> tuple[Reach, list[Example], Example | None]:
    """How far it reaches today, some of those whom it would reach, and the one that the address names."""
    reach = reach_of(campaign, today(), clock.now())
    examples = examples_of(campaign, reach.examples[:SHOWN], today(), clock.now())
    number = typed_sum(request.values.get("guest", "")) or 0
    return reach, examples, examples[min(number, len(examples) - 1)] if examples else None


def _trial(campaign: Kept, chosen: Example | None) -> Trial:
    found_words, reason = (chosen.found, chosen.reason) if chosen is not None else ("", "")
    return Trial(campaign, found_words, reason, today())
