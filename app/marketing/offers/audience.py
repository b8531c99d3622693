"""Whom an offer is for: everybody, a segment, or conditions of its own, with the reach of what is typed."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused, Stale
from app.marketing.offers.shared import ACTION, HERE, address, blueprint, run_by, today
from app.marketing.segments.form import ConditionsForm
from app.marketing.segments.form import stored as stored_conditions
from app.marketing.segments.words import in_words
from app.offers.segments import Audience, Conditions, audience_of, reach, segments, set_audience
from app.promotions.rules import Promotion
from app.web.access import staff
from app.web.forms import ChoiceOf
from app.web.respond import form_page, see_other

EVERYBODY, OWN = "everybody", "own"
PAGE = "marketing/offers/audience.html"


class AudienceForm(ConditionsForm):
    """`who` is everybody, `own` conditions, or the id of a segment; `seen` whom it was for when the form was made."""

    who = ChoiceOf("Who", choices=[], sentence="Choose one from the list", default=EVERYBODY)
    seen = wtforms.HiddenField()

    def fit(self) -> None:
        """Its lists; of a segment, the conditions typed below are not asked."""
        self.known = {str(one.id): one for one in segments()}
        named = [(key, one.name) for key, one in self.known.items()]
        self.who.choices = [(EVERYBODY, "Everybody"), (OWN, "Whoever meets the conditions below"), *named]
        self.offer_houses(catalogue().houses)

    @property
    def chosen(self) -> int | Conditions | None:
        if self.who.data in self.known:
            return int(self.who.data)
        return self.conditions if self.who.data == OWN else None

    @property
    def chosen_conditions(self) -> Conditions:
        if self.who.data in self.known:
            return self.known[self.who.data].conditions
        return self.conditions if self.who.data == OWN else Conditions()


@blueprint.get("/marketing/offers/<slug:offer>/audience")
@staff(ACTION, anywhere=True)
def show_audience(actor: Actor, offer: str) -> Response:
    """Whom it is for now."""
    promotion = run_by(actor, offer)
    audience = audience_of(promotion.id)
    return _page(actor, promotion, _form(_stored(audience)), audience.conditions)


@blueprint.post("/marketing/offers/<slug:offer>/audience")
@staff(ACTION, anywhere=True)
def keep_audience(actor: Actor, offer: str) -> BaseResponse:
    """It is for these from now on; with `count` nothing is kept and the reach of what was typed is told."""
    promotion = run_by(actor, offer)
    form = _form()
    if not form.validate():
        return _page(actor, promotion, form, None)
    if form.count.data:
        return _page(actor, promotion, form, form.chosen_conditions)
    try:
        set_audience(promotion.id, form.chosen, seen=form.seen.data or "", by=actor.staff_id)
    except Stale as stale:
        now = audience_of(promotion.id)
        form.seen.data = now.seen
        return _page(actor, promotion, form, form.chosen_conditions, 409, refused=stale, now=in_words(now.conditions))
    except Refused as refused:
        return _page(actor, promotion, form, form.chosen_conditions, 409, refused=refused)
    return see_other(address(promotion))


def _form(values: dict[str, Any] | None = None) -> AudienceForm:
    form: AudienceForm = AudienceForm.typed(values)
    form.fit()
    return form


def _stored(audience: Audience) -> dict[str, Any]:
    who = str(audience.segment_id) if audience.segment_id else EVERYBODY if audience.conditions.empty else OWN
    own = Conditions() if audience.segment_id else audience.conditions
    return {**stored_conditions(own), "who": who, "seen": audience.seen}


def _page(
    actor: Actor,
    promotion: Promotion,
    form: AudienceForm,
    conditions: Conditions | None,
    status: int | None = None,
    **more: Any,
) -> Response:
    form.count.data = ""
    return form_page(
        PAGE, form, status, actor=actor, here=HERE, promotion=promotion, url=address(promotion, "audience"),
        back=address(promotion), words="" if conditions is None else in_words(conditions),
        reach=None if conditions is None else reach(conditions, today()), **more,
    )  # fmt: skip
