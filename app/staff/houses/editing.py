"""How a page with a form over the catalogue answers: kept, to be mended, overtaken by somebody else, refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.editable import Editable, State, belongs, state_of
from app.catalogue.errors import Stale, Taken
from app.catalogue.operations import edit_row
from app.catalogue.queries import House
from app.catalogue.spelling import seen_of
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.houses.form import EditForm
from app.web.respond import form_page, not_found, see_other


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form: `title`, a sentence, where it leads, and the word on its button.

    `back_to` is what the page is called that `back` leads to; the house's own, or the group's, where it is empty.
    """

    actor: Actor
    title: str
    back: str
    house: House | None = None
    lead: str = ""
    act: str = "Keep it"
    back_to: str = ""
    template: str = "staff/houses/edit.html"
    more: dict[str, Any] | None = None

    @property
    def back_words(self) -> str:
        return self.back_to or (f"{self.house.name}, the house" if self.house else "The group")

    def saying(self, **more: Any) -> Sheet:
        """The same with more for its template."""
        return replace(self, more={**(self.more or {}), **more})


@dataclass(frozen=True, slots=True)
class Removal:
    """A second form beside the first, which takes the thing away, or brings it `back`."""

    title: str
    lead: str
    url: str
    act: str
    back: bool = False


def sent() -> bool:
    """Whether this request brings what somebody typed."""
    return request.method == "POST"


def show(sheet: Sheet, form: EditForm, status: int | None = None, **more: Any) -> Response:
    """The page with its form."""
    return form_page(
        sheet.template,
        form,
        status,
        actor=sheet.actor,
        house=sheet.house,
        here="house" if sheet.house else "houses",
        sheet=sheet,
        url=request.path,
        **{**(sheet.more or {}), **more},
    )


def keep(
    sheet: Sheet, form: EditForm, work: Callable[[], Any], done: str | Callable[[Any], str] | None = None
) -> BaseResponse:
    """What was typed is kept by `work`, and the way leads on to `done` (back, when None), which may ask its answer.

    422 with what has to be mended, 409 with both versions when somebody else was quicker, 409 with the sentence and
    what is in the way when it is refused. What was typed stays in each.
    """
    if not form.validate():
        return show(sheet, form)
    try:
        made = work()
    except Stale as stale:
        return overtaken(sheet, form, stale)
    except Taken as taken:
        form.refuse(taken.field if taken.field in form else next(iter(form)).name, str(taken))
        return show(sheet, form)
    except Refused as refused:
        return show(sheet, form, 409, refused=refused)
    return see_other(done(made) if callable(done) else done or sheet.back)


def rewrite(
    sheet: Sheet, form: EditForm, what: Editable, row_id: int, done: str | Callable[[Any], str] | None = None
) -> BaseResponse:
    """As `keep`, for a row that nothing else follows from."""
    location_id = sheet.house.id if sheet.house else None

    def work() -> None:
        edit_row(what, row_id, form.values, seen=form.seen.data, by=sheet.actor.staff_id, location_id=location_id)

    return keep(sheet, form, work, done)


def overtaken(sheet: Sheet, form: EditForm, stale: Stale) -> Response:
    """Both versions side by side; sending the form again keeps what was typed here, in full knowledge."""
    form.seen.data, form.seen.raw_data = str(stale.now.get("seen") or seen_of(stale.now)), None
    return show(sheet, form, 409, stale=stale, differences=form.differences(stale.now))


def found(what: Editable, row_id: int, house: House | None = None) -> State:
    """How the row stands; a 404 when it is not there, or another house's."""
    if house is not None and what.house is not None and not belongs(what, row_id, house.id):
        raise not_found()
    state = state_of(what, row_id)
    if state is None:
        raise not_found()
    return state
