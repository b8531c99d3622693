"""`/review/<token>`: the guest of a stay that ended writes what everybody may read, and appeals against its removal."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any
from zoneinfo import ZoneInfo

import wtforms
from flask import Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.closed import house_of
from app.experience.reviews.errors import AlreadyShown, Gone, NoAppeal, NoReview, TooLate
from app.experience.reviews.models import Review, ReviewRemoval
from app.experience.reviews.operations import Said, appeal, write_review
from app.experience.reviews.queries.stays import ReviewedStay, reviewed_stay
from app.experience.reviews.rules import (
    APPEALED_WITHIN,
    HIGHEST,
    LOWEST,
    MOMENT_WORDS,
    MOMENTS,
    REASONS,
    SHOWN_FOR_MONTHS,
    Rated,
    may_review,
)
from app.guest.reviews.shared import blueprint
from app.kernel import clock
from app.kernel.words import at_hour, dated, short_day, span
from app.web.access import by_token
from app.web.forms import AsLongAs, Form, OneOf, Required
from app.web.limits import limiter
from app.web.links import Link
from app.web.respond import form_page, not_found, page, see_other
from app.web.review_links import PURPOSE
from app.web.review_words import kind_words, month_words

GONE, CONFLICT = 410, 409
writes = limiter.limit("12 per hour")
_ADDRESS = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_SCORES = [(str(score), str(score)) for score in range(LOWEST, HIGHEST + 1)]


def _scale(moment: str) -> Any:
    return OneOf(MOMENT_WORDS[moment], choices=_SCORES, sentence=f"Choose a number from {LOWEST} to {HIGHEST}")


class ReviewForm(Form):
    """A score for each moment that there was, and words."""

    arrival = _scale("arrival")
    room = _scale("room")
    supper = _scale("supper")
    garden = _scale("garden")
    leaving = _scale("leaving")
    words = wtforms.TextAreaField("In your own words", [Required("Say it in a few words"), AsLongAs(Review.words)])

    def said(self) -> Said | None:
        """What was sent; None where something is to be mended, which the fields say."""
        well = self.validate()
        scores = {moment: int(self[moment].data) for moment in MOMENTS if self[moment].data and not self[moment].errors}
        if not scores and not self.arrival.errors:
            self.refuse("arrival", "Give one of the moments a number, whichever you like")
        elif _ADDRESS.search(self.words.data or ""):
            self.refuse("words", "Leave out web addresses: a review with one is an advertisement")
        elif well:
            return Said(Rated(scores), self.words.data or "")
        return None


class AppealForm(Form):
    """Why it should be shown again."""

    appeal_words = wtforms.TextAreaField(
        "Why it should be shown again",
        [Required("Say why it should be shown again"), AsLongAs(ReviewRemoval.appeal_words)],
    )


@blueprint.get("/review/<token:token>")
@by_token(PURPOSE)
def show_review(link: Link) -> Response:
    """The form while the review can be written or changed; else what was written and what became of it."""
    stay = _found(link)
    if _can_write(stay):
        stored = {moment: str(score) for moment, score in stay.scores.items()} | {"words": stay.words}
        if "kept" not in request.args:
            return _form(link, stay, ReviewForm.typed(stored))
    return _written(link, stay, AppealForm.typed()) if stay.review_id else _over(stay)


@blueprint.post("/review/<token:token>")
@by_token(PURPOSE)
@writes
def write(link: Link) -> BaseResponse:
    """It is kept, in place of what was written before, and shown in a day."""
    stay, form = _found(link), ReviewForm.typed()
    if not _can_write(stay):
        return _written(link, stay, AppealForm(data={}), CONFLICT) if stay.review_id else _over(stay)
    said = form.said()
    if said is None:
        return _form(link, stay, form)
    try:
        write_review(stay.booking_id, said, device=_device())
    except (AlreadyShown, Gone, TooLate, NoReview):
        return _written(link, _found(link), AppealForm(data={}), CONFLICT)
    return see_other(f"/review/{link.token}?kept=1")


@blueprint.post("/review/<token:token>/appeal")
@by_token(PURPOSE)
@writes
def send_appeal(link: Link) -> BaseResponse:
    """Somebody else than who removed it looks at it again."""
    stay, form = _found(link), AppealForm.typed()
    if not form.validate():
        return _written(link, stay, form)
    try:
        appeal(stay.booking_id, form.appeal_words.data or "")
    except (Gone, NoAppeal, NoReview):
        return _written(link, stay, form, CONFLICT)
    return see_other(f"/review/{link.token}?appealed=1")


def _found(link: Link) -> ReviewedStay:
    try:
        return reviewed_stay(link.id)
    except NoReview:
        raise not_found() from None


def _can_write(stay: ReviewedStay) -> bool:
    if stay.review_id is None:
        return stay.ended and may_review(stay.departure_on, stay.today)
    return bool(stay.words) and stay.shows_at is not None and clock.now() < stay.shows_at and not stay.removed


def _form(link: Link, stay: ReviewedStay, form: ReviewForm) -> Response:
    return form_page("guest/reviews/write.html", form, stay=stay, moments=MOMENTS, **_named(link, stay))


def _written(link: Link, stay: ReviewedStay, form: AppealForm, status: int | None = None) -> Response:
    removal, now = stay.removal, clock.now()
    open_until = removal.removed_at + APPEALED_WITHIN if removal else None
    return form_page(
        "guest/reviews/written.html",
        form,
        status,
        stay=stay,
        removal=removal,
        reason=REASONS[removal.reason] if removal else "",
        changeable=_can_write(stay),
        may_appeal=bool(stay.removed and not removal.appealed_at and open_until and now < open_until),
        appeal_until=dated(open_until.date()) if open_until else "",
        shown=stay.shows_at is not None and now >= stay.shows_at,
        moments=[(MOMENT_WORDS[moment], score) for moment, score in stay.scores.items()],
        months=SHOWN_FOR_MONTHS,
        **_named(link, stay),
    )


def _over(stay: ReviewedStay) -> Response:
    house = house_of(stay.location_id)
    ended = stay.ended and stay.departure_on <= stay.today
    return page("guest/reviews/over.html", GONE, house_name=house.name, house_slug=house.slug, ended=ended)


def _named(link: Link, stay: ReviewedStay) -> dict[str, Any]:
    house = house_of(stay.location_id)
    shows = stay.shows_at.astimezone(ZoneInfo(house.timezone)) if stay.shows_at else None
    return {
        "url": f"/review/{link.token}",
        "house_name": house.name,
        "house_slug": house.slug,
        "what": f"{house.name}, {span(stay.arrival_on, stay.departure_on)}",
        "first_name": stay.guest_name.split()[0] if stay.guest_name.split() else "",
        "as_shown": f"{month_words(stay.departure_on)}, {kind_words(stay.kind, dogs=stay.dogs)}",
        "shows": f"{at_hour(shows, house.timezone)} on {short_day(shows.date())}" if shows else "",
    }


def _device() -> str:
    """The same for one device within an hour, and nothing else can be told from it."""
    hour = int(clock.now().timestamp()) // 3600
    told = f"review:{hour}:{request.remote_addr}:{request.user_agent.string}"
    key: str = current_app.config["SETTINGS"].secrets[0]
    return hmac.new(key.encode(), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
