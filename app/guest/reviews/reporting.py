"""Anybody may say that a review breaks a published rule; who did is not asked, and not kept."""

from __future__ import annotations

import wtforms
from flask import Response, current_app
from werkzeug.wrappers import Response as BaseResponse

from app.experience.reviews.errors import NoReview
from app.experience.reviews.models import ReviewReport
from app.experience.reviews.operations import report_review
from app.experience.reviews.queries.shown import ShownReview, shown_review
from app.experience.reviews.rules import REASONS
from app.guest.reviews.shared import blueprint
from app.kernel import clock
from app.web.access import public
from app.web.forms import AsLongAs, Form, OneOf
from app.web.limits import limiter
from app.web.respond import form_page, not_found, page, see_other
from app.web.review_words import quote_of

reports = limiter.limit("6 per hour")


class ReportForm(Form):
    """Which published rule it breaks, and where."""

    reason = OneOf(
        "Which rule does it break?", choices=list(REASONS.items()), sentence="Choose the rule that it breaks"
    )
    words = wtforms.TextAreaField("What in it, if you like", [AsLongAs(ReviewReport.words)])


@blueprint.get("/reviews/<id:review_id>/report")
@public
def report(review_id: int) -> Response:
    """The review and the rules it could break."""
    return _form(_found(review_id), ReportForm.typed())


@blueprint.post("/reviews/<id:review_id>/report")
@public
@reports
def send_report(review_id: int) -> BaseResponse:
    """Somebody of the house has a look at it."""
    shown, form = _found(review_id), ReportForm.typed()
    if not form.validate() or not form.reason.data:
        if not form.reason.errors and not form.reason.data:
            form.refuse("reason", "Choose the rule that it breaks")
        return _form(shown, form)
    try:
        report_review(review_id, form.reason.data, form.words.data or "")
    except NoReview:
        raise not_found() from None
    return see_other("/reviews/reported")


@blueprint.get("/reviews/reported")
@public
def reported() -> Response:
    """What happens now."""
    return page("guest/reviews/reported.html")


def _found(review_id: int) -> ShownReview:
    shown = shown_review(review_id, clock.today(current_app.config["SETTINGS"].group_timezone))
    if shown is None:
        raise not_found()
    return shown


def _form(shown: ShownReview, form: Form) -> Response:
    return form_page("guest/reviews/report.html", form, quote=quote_of(shown))
