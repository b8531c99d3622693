"""Starting, pausing and stopping an offer."""

from __future__ import annotations

from collections.abc import Callable

import wtforms
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.marketing.offers.one import offer_page
from app.marketing.offers.shared import ACTION, address, blueprint, run_by
from app.promotions.operations import pause, start, stop
from app.promotions.queries import promotion_of
from app.web.access import staff
from app.web.forms import Form, typed_sum
from app.web.respond import see_other


class StepForm(Form):
    revision = wtforms.HiddenField()


@blueprint.post("/marketing/offers/<slug:offer>/start")
@staff(ACTION, anywhere=True)
def begin(actor: Actor, offer: str) -> BaseResponse:
    """Guests may be shown it from now on."""
    return _stepped(actor, offer, start)


@blueprint.post("/marketing/offers/<slug:offer>/pause")
@staff(ACTION, anywhere=True)
def rest(actor: Actor, offer: str) -> BaseResponse:
    """Nobody is shown it until it is started again."""
    return _stepped(actor, offer, pause)


@blueprint.post("/marketing/offers/<slug:offer>/stop")
@staff(ACTION, anywhere=True)
def end(actor: Actor, offer: str) -> BaseResponse:
    """It is over for good."""
    return _stepped(actor, offer, stop)


def _stepped(actor: Actor, offer: str, step: Callable[..., int]) -> BaseResponse:
    """303 to the offer; 409 with the offer as it stands where somebody changed it meanwhile, or it cannot be done."""
    promotion = run_by(actor, offer)
    form: StepForm = StepForm.typed()
    try:
        step(promotion.id, seen_revision=typed_sum(form.revision.data or "") or 0, by=actor.staff_id)
    except Refused as refused:
        return offer_page(actor, promotion_of(promotion.id) or promotion, 409, refused=refused)
    return see_other(address(promotion))
