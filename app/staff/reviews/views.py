"""`/staff/<house>/reviews`: answering, looking at reports and signals, removing, deciding appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.experience.reviews.errors import Changed, Gone, NoAppeal, NoReview
from app.experience.reviews.models import ReviewAnswer, ReviewRemoval
from app.experience.reviews.operations import answer_review, decide_appeal, keep_reported, remove_review
from app.experience.reviews.queries.desk import DeskReview, desk_review, desk_reviews, waiting_reviews
from app.experience.reviews.rules import REASONS
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.reviews.shown import SHOWN, cards_of, review_card
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("desk_reviews", __name__)
CONFLICT = 409
UNREADABLE = datetime.min.replace(tzinfo=UTC)


class AnswerForm(Form):
    """What the house says below; `seen` is when the answer that it saw was given."""

    answer_words = wtforms.TextAreaField(
        "What the house says", [Required("Write the answer first"), AsLongAs(ReviewAnswer.words)]
    )
    seen = wtforms.StringField()

    @property
    def seen_at(self) -> datetime | None:
        """Of a form that says nothing readable, an instant at which nothing was answered."""
        if not self.seen.data:
            return None
        try:
            return datetime.fromisoformat(self.seen.data)
        except ValueError:
            return UNREADABLE


class RemovalForm(Form):
    reason = ChoiceOf(
        "Published reason", choices=[("", "Choose the reason"), *REASONS.items()],
        sentence="Choose one of the published reasons", validators=[Required("Choose one of the published reasons")],
    )  # fmt: skip
    removal_words = wtforms.TextAreaField(
        "What in it, for its author",
        [Required("Say what in the review it is: its author reads it"), AsLongAs(ReviewRemoval.words)],
    )


class DecisionForm(Form):
    restore = ChoiceOf(
        "The appeal", choices=[("", "Choose"), ("yes", "Show it again"), ("no", "It stays removed")],
        sentence="Choose how it ends", validators=[Required("Choose how it ends")],
    )  # fmt: skip
    decision_words = wtforms.TextAreaField(
        "Why, for its author", [Required("Say why: its author reads it"), AsLongAs(ReviewRemoval.decision_words)]
    )


@blueprint.get("/staff/<slug:house>/reviews")
@staff("run_reviews")
def show(actor: Actor, house: House) -> Response:
    """Those that wait for an answer, or others; the newest first."""
    show = request.args.get("show", "answer")
    show = show if show in SHOWN else "answer"
    return page(
        "staff/reviews/reviews.html",
        actor=actor,
        house=house,
        here="reviews",
        cards=cards_of(house, desk_reviews(house.id, show)),
        waiting=waiting_reviews([house.id]).get(house.id),
        show=show,
        shown=SHOWN,
    )


@blueprint.get("/staff/<slug:house>/reviews/<id:review_id>")
@staff("run_reviews")
def show_review(actor: Actor, house: House, review_id: int) -> Response:
    """One review with what can be done about it."""
    return _page(actor, house, _found(house, review_id))


@blueprint.post("/staff/<slug:house>/reviews/<id:review_id>/answer")
@staff("run_reviews")
def answer(actor: Actor, house: House, review_id: int) -> BaseResponse:
    """The answer stands below the review."""
    form: AnswerForm = AnswerForm.typed()

    def work() -> None:
        answer_review(review_id, form.answer_words.data or "", seen_at=form.seen_at, by=actor.staff_id)

    return _done(actor, house, review_id, "answer", form, work)


@blueprint.post("/staff/<slug:house>/reviews/<id:review_id>/removal")
@staff("run_reviews")
def remove(actor: Actor, house: House, review_id: int) -> BaseResponse:
    """It is shown no more, its reason stands in its place, and its author is told."""
    form: RemovalForm = RemovalForm.typed()

    def work() -> None:
        remove_review(review_id, form.reason.data or "", form.removal_words.data or "", by=actor.staff_id)

    return _done(actor, house, review_id, "removal", form, work)


@blueprint.post("/staff/<slug:house>/reviews/<id:review_id>/reports")
@staff("run_reviews")
def keep(actor: Actor, house: House, review_id: int) -> BaseResponse:
    """The reports are looked at, and it stays."""
    return _done(actor, house, review_id, "answer", None, lambda: keep_reported(review_id, by=actor.staff_id))


@blueprint.post("/staff/<slug:house>/reviews/<id:review_id>/decision")
@staff("run_reviews")
def decide(actor: Actor, house: House, review_id: int) -> BaseResponse:
    """The appeal is decided by somebody else than who removed it."""
    form: DecisionForm = DecisionForm.typed()

    def work() -> None:
        restore, words = form.restore.data == "yes", form.decision_words.data or ""
        decide_appeal(review_id, words, restore=restore, by=actor.staff_id)

    return _done(actor, house, review_id, "decision", form, work)


def _found(house: House, review_id: int) -> DeskReview:
    found = desk_review(house.id, review_id)
    if found is None:
        raise not_found()
    return found


def _done(
    actor: Actor, house: House, review_id: int, name: str, form: Form | None, work: Callable[[], None]
) -> BaseResponse:
    review = _found(house, review_id)
    if form is not None and not form.validate():
        return _page(actor, house, review, **{name: form})
    try:
        work()
    except (Changed, Gone, NoAppeal) as refused:
        return _page(actor, house, _found(house, review_id), refused=refused, **({name: form} if form else {}))
    except NoReview:
        raise not_found() from None
    return see_other(f"/staff/{house.slug}/reviews/{review_id}")


def _page(actor: Actor, house: House, review: DeskReview, refused: Refused | None = None, **forms: Any) -> Response:
    kinds: dict[str, type[Form]] = {"answer": AnswerForm, "removal": RemovalForm, "decision": DecisionForm}
    shown = {name: forms.get(name) or kind(data={}) for name, kind in kinds.items()}
    if "answer" not in forms:
        shown["answer"] = AnswerForm(data={"answer_words": review.answer})
    sent = next(iter(forms.values()), shown["answer"])
    return form_page(
        "staff/reviews/review.html",
        sent,
        CONFLICT if refused else None,
        actor=actor,
        house=house,
        here="reviews",
        card=review_card(house, review),
        forms=shown,
        refused=str(refused) if refused else "",
        own=bool(review.removal and review.removal.staff_id == actor.staff_id),
    )
