"""Looking at a survey, answering it, and asking for no more of them. Only what is sent records anything."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.experience.surveys import (
    Asked,
    Given,
    NotAsked,
    SurveyClosed,
    SurveyVoid,
    record_answer,
    record_opened,
    refuse_surveys,
)
from app.experience.surveys.rules import STAY
from app.guest.surveys.ease import ease_of
from app.guest.surveys.form import SurveyForm, form_of, main_question, tapped_alone
from app.guest.surveys.page import survey_page, thanks_page
from app.guest.surveys.shared import blueprint, found
from app.kernel import clock
from app.web.access import by_token
from app.web.links import Link
from app.web.respond import form_page, is_own, page, part, part_wanted, see_other
from app.web.survey_links import PURPOSES

GONE = 410
ALONE = "alone"
"""What a form says that holds the one number and nothing else."""
BACK = "back"
"""Where such a form says which page of ours it stands on."""


@blueprint.get("/survey/<token:token>")
@by_token(*PURPOSES)
def show(link: Link) -> Response:
    """The questions, with what a tap in a mail chose or what was answered before; or what became of the answer."""
    survey = found(link)
    if not survey.is_open(clock.now()):
        return _over(survey, link)
    if "thanks" in request.args and survey.standing:
        return page("guest/surveys/thanks.html", thanks=thanks_page(survey, _url(link)))
    return _form(survey, link, form_of(survey, request.args))


@blueprint.post("/survey/<token:token>")
@by_token(*PURPOSES)
def answer(link: Link) -> BaseResponse:
    """The answer is kept, in place of an earlier one, and the guest reads what happens now."""
    survey = found(link)
    if not survey.is_open(clock.now()):
        return _over(survey, link)
    if ALONE in request.form and (given := tapped_alone(survey)) is not None:
        return _kept(link, survey, given)
    form: SurveyForm = SurveyForm.typed()
    if not form.complete(main_question(survey.moment)):
        return _form(survey, link, form)
    return _kept(link, survey, form.given(survey.moment))


@blueprint.post("/survey/<token:token>/opened")
@by_token(*PURPOSES)
def opened(link: Link) -> BaseResponse:
    """A browser says that somebody looks at the survey, which no program that reads mails does."""
    survey = found(link)
    if not survey.void:
        record_opened(survey.moment, survey.booking_id, survey.occasion)
    return Response(status=204)


@blueprint.get("/survey/<token:token>/no-more")
@by_token(*PURPOSES)
def no_more(link: Link) -> Response:
    """A button to be asked about no stay any more, and afterwards that it is so."""
    survey = found(link)
    return page("guest/surveys/no_more.html", url=_url(link), survey=survey, done="done" in request.args)


@blueprint.post("/survey/<token:token>/no-more")
@by_token(*PURPOSES)
def refuse(link: Link) -> BaseResponse:
    """Nobody asks this guest about a stay any more."""
    survey = found(link)
    refuse_surveys(survey.moment, survey.booking_id, survey.occasion)
    return see_other(f"{_url(link)}/no-more?done=1")


def _kept(link: Link, survey: Asked, given: Given) -> BaseResponse:
    try:
        record_answer(survey.moment, survey.booking_id, survey.occasion, given)
    except (NotAsked, SurveyClosed, SurveyVoid):
        return _over(survey, link)
    if part_wanted() == "ease":
        return part("guest/surveys/_ease.html", ease=ease_of(survey.moment, survey.booking_id, survey.occasion))
    if ALONE in request.form and is_own(back := request.form.get(BACK, "")):
        return see_other(f"{back}#ease")
    return see_other(f"{_url(link)}?thanks=1")


def _form(survey: Asked, link: Link, form: SurveyForm) -> Response:
    shown = survey_page(survey, _url(link), form)
    template = "stay" if survey.moment == STAY else "short"
    return form_page(f"guest/surveys/{template}.html", form, survey=shown)


def _over(survey: Asked, link: Link) -> Response:
    """Nothing can be answered any more: the stay never was, or the days are over."""
    shown = survey_page(survey, _url(link), SurveyForm(data={}))
    return page("guest/surveys/over.html", GONE, survey=shown, void=survey.void)


def _url(link: Link) -> str:
    return f"/survey/{link.token}"
