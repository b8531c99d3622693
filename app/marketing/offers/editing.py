"""Writing an offer down, and changing it."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor, can
from app.kernel.errors import Refused
from app.marketing.offers.form import OfferForm, stored
from app.marketing.offers.kinds import KINDS, Kind
from app.marketing.offers.shared import ACTION, ADDRESS, HERE, address, blueprint, own_houses, run_by, where
from app.promotions.errors import Contradicts, Stale
from app.promotions.operations import change, make
from app.promotions.queries import every, promotion_of
from app.promotions.rules import Promotion
from app.web.access import staff
from app.web.respond import form_page, page, see_other

BESIDE = ("new",)
"""Words in the place of a slug that are pages of their own."""


@blueprint.get("/marketing/offers/new")
@staff(ACTION, anywhere=True)
def show_new(actor: Actor) -> Response:
    """The kinds to choose from, then an empty form of the one that was chosen."""
    kind = KINDS.get(request.args.get("kind", ""))
    if kind is None:
        return page("marketing/offers/kinds.html", actor=actor, here=HERE, kinds=list(KINDS.values()))
    return _new_page(actor, kind, _form(actor, kind, values={"weekdays": list("0123456")}))


@blueprint.post("/marketing/offers/new")
@staff(ACTION, anywhere=True)
def add(actor: Actor) -> BaseResponse:
    """One more, which nobody sees before it is started."""
    kind = KINDS.get(request.args.get("kind", ""))
    if kind is None:
        return see_other(f"{ADDRESS}/new")
    form = _form(actor, kind)
    if not form.validate():
        return _new_page(actor, kind, form)
    slug = free_slug(form.title.data, {*BESIDE, *(one.slug for one in every().values())})
    try:
        promotion_id = make(form.wanted(slug, None), by=actor.staff_id)
    except Contradicts as contradicts:
        form.refuse_all(contradicts)
        return _new_page(actor, kind, form)
    made = promotion_of(promotion_id)
    return see_other(address(made, "audience") if made else ADDRESS)


@blueprint.get("/marketing/offers/<slug:offer>/edit")
@staff(ACTION, anywhere=True)
def show_edit(actor: Actor, offer: str) -> Response:
    """An offer as it stands, to be changed."""
    promotion = run_by(actor, offer)
    return _edit_page(actor, promotion, _form(actor, KINDS[promotion.kind], promotion, stored(promotion)))


@blueprint.post("/marketing/offers/<slug:offer>/edit")
@staff(ACTION, anywhere=True)
def edit(actor: Actor, offer: str) -> BaseResponse:
    """The offer is as typed; 409 with both versions where somebody was quicker, and for one that was stopped."""
    promotion = run_by(actor, offer)
    form = _form(actor, KINDS[promotion.kind], promotion)
    if not form.validate():
        return _edit_page(actor, promotion, form)
    try:
        change(
            promotion.id,
            form.wanted(promotion.slug, promotion),
            seen_revision=form.seen_revision,
            by=actor.staff_id,
        )
    except Contradicts as contradicts:
        form.refuse_all(contradicts)
        return _edit_page(actor, promotion, form)
    except Stale as stale:
        differences = form.differences(stored(stale.now))
        form.revision.data = str(stale.now.revision)
        return _edit_page(actor, stale.now, form, 409, stale=True, differences=differences)
    except Refused as refused:
        return _edit_page(actor, promotion, form, 409, refused=refused)
    return see_other(address(promotion))


def _form(
    actor: Actor, kind: Kind, promotion: Promotion | None = None, values: dict[str, Any] | None = None
) -> OfferForm:
    form: OfferForm = OfferForm.typed(values)
    everywhere = can(actor, ACTION)
    houses = list(catalogue().houses) if everywhere else own_houses(actor)
    form.fit(kind, houses, everywhere=everywhere, begun=promotion is not None and promotion.started_at is not None)
    return form


def _new_page(actor: Actor, kind: Kind, form: OfferForm) -> Response:
    return form_page(
        "marketing/offers/edit.html", form, actor=actor, here=HERE, kind=kind, promotion=None,
        url=f"{ADDRESS}/new?kind={kind.key}", back=f"{ADDRESS}/new",
    )  # fmt: skip


def _edit_page(actor: Actor, promotion: Promotion, form: OfferForm, status: int | None = None, **more: Any) -> Response:
    return form_page(
        "marketing/offers/edit.html", form, status, actor=actor, here=HERE, kind=KINDS[promotion.kind],
        promotion=promotion, houses=where(promotion), url=address(promotion, "edit"), back=address(promotion), **more,
    )  # fmt: skip
