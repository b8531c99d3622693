"""Who works here: taken on, given roles, let go, and given new keys, by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.identity.staff.errors import MailTaken, RolesChanged
from app.identity.staff.models import Staff
from app.identity.staff.operations import add_staff, close_staff, invite, set_roles
from app.identity.staff.queries import Member, staff_member, staff_members
from app.identity.staff.rules import GROUP_ROLES, HOUSE_ROLES, Actor
from app.kernel.errors import Refused
from app.web.access import staff
from app.web.forms import AsEmail, AsLongAs, Form, Required, SeveralOf
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("people", __name__)
Roles = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A line of the table of roles: a house, or the group, with its boxes to tick."""

    name: str
    boxes: tuple[tuple[str, str], ...]


class RolesForm(Form):
    """`roles` are ticked as `reception@combe-harrow`, `marketing` for the group; `seen` are those that were shown."""

    roles = SeveralOf("Roles", choices=[], sentence="Choose among the roles")
    seen = wtforms.HiddenField()

    @classmethod
    def over(cls, stored: dict[str, Any] | None = None) -> Any:
        form = cls.typed(stored)
        form.roles.choices = [
            wtforms.fields.choices.SelectChoice(key, key) for row in role_rows() for key, _ in row.boxes
        ]
        return form


class NewForm(RolesForm):
    name = wtforms.StringField("Name", [Required("Enter their name"), AsLongAs(Staff.name)])
    email = wtforms.EmailField("Email", [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Staff.email)])


@blueprint.get("/staff/staff")
@staff("keep_staff")
def show(actor: Actor) -> Response:
    """Everybody who works here, and the form to take somebody on."""
    return _list(actor, NewForm.over())


@blueprint.post("/staff/staff")
@staff("keep_staff", proven=True)
def add(actor: Actor) -> Response | BaseResponse:
    """Somebody is taken on, and invited by mail."""
    form = NewForm.over()
    if form.validate() and not form.roles.data:
        form.refuse("roles", "Tick one role at least")
    if form.errors:
        return _list(actor, form)
    try:
        staff_id = add_staff(form.name.data, form.email.data, _read(form.roles.data), by=actor.staff_id)
    except MailTaken as taken:
        form.refuse("email", str(taken))
        return _list(actor, form)
    invite(staff_id, by=actor.staff_id)
    return see_other(f"/staff/staff/{staff_id}")


@blueprint.get("/staff/staff/<id:staff_id>")
@staff("keep_staff")
def one(actor: Actor, staff_id: int) -> Response:
    """Somebody who works here, or did."""
    member = _member(staff_id)
    return _page(actor, member, _roles_form(member))


@blueprint.post("/staff/staff/<id:staff_id>/roles")
@staff("keep_staff", proven=True)
def change_roles(actor: Actor, staff_id: int) -> Response | BaseResponse:
    """They hold the ticked roles from their next page on."""
    member, form = _member(staff_id), RolesForm.over()
    if not form.validate():
        return _page(actor, member, form)
    elsewhere = tuple(role for role in member.roles if _is_elsewhere(role))
    wanted, seen = _read(form.roles.data), _read((form.seen.data or "").split())
    try:
        set_roles(staff_id, wanted + elsewhere, seen=seen + elsewhere, by=actor.staff_id)
    except RolesChanged as stale:
        return _page(actor, member, form, 409, refused=stale, theirs=_words(member.roles))
    except Refused as refused:
        return _page(actor, member, form, 409, refused=refused)
    return see_other(f"/staff/staff/{staff_id}")


@blueprint.post("/staff/staff/<id:staff_id>/invitation")
@staff("keep_staff", proven=True)
def renew(actor: Actor, staff_id: int) -> Response | BaseResponse:
    """All their keys are worthless, and they are invited to choose new ones."""
    return _done(actor, staff_id, lambda: invite(staff_id, by=actor.staff_id))


@blueprint.post("/staff/staff/<id:staff_id>/closing")
@staff("keep_staff", proven=True)
def close(actor: Actor, staff_id: int) -> Response | BaseResponse:
    """They work here no more."""
    return _done(actor, staff_id, lambda: close_staff(staff_id, by=actor.staff_id))


def role_rows() -> list[RoleRow]:
    """Every house with its four roles, and the group's two."""
    houses = [
        RoleRow(house.name, tuple((f"{role}@{house.slug}", role) for role in HOUSE_ROLES))
        for house in catalogue().houses
    ]
    return [*houses, RoleRow("The group", tuple((role, role) for role in GROUP_ROLES))]


def _done(actor: Actor, staff_id: int, work: Any) -> Response | BaseResponse:
    member = _member(staff_id)
    try:
        work()
    except Refused as refused:
        return _page(actor, member, _roles_form(member), 409, refused=refused)
    return see_other(f"/staff/staff/{staff_id}")


def _member(staff_id: int) -> Member:
    member = staff_member(staff_id)
    if member is None:
        raise not_found()
    return member


def _roles_form(member: Member) -> RolesForm:
    return RolesForm(None, data={"roles": _keys(member.roles), "seen": " ".join(_keys(member.roles))})


def _read(keys: list[str]) -> Roles:
    """Roles with location ids, of keys like `reception@combe-harrow`; what is no role of a house is left out."""
    known = {f"{role}@{house.slug}": (role, house.id) for house in catalogue().houses for role in HOUSE_ROLES}
    group: dict[str, tuple[str, int | None]] = {role: (role, None) for role in GROUP_ROLES}
    return tuple((known | group)[key] for key in keys if key in known or key in group)


def _keys(roles: Roles) -> list[str]:
    return [
        role if place is None else f"{role}@{catalogue().by_id[place].slug}"
        for role, place in roles
        if not _is_elsewhere((role, place))
    ]


def _is_elsewhere(role: tuple[str, int | None]) -> bool:
    """Whether it is held at a house that is closed, and so not on the page."""
    return role[1] is not None and role[1] not in catalogue().by_id


def _words(roles: Roles) -> list[str]:
    """`Reception at Combe Harrow`, `Marketing`."""
    names = {house.id: house.name for house in catalogue().houses}
    return [
        f"{role.capitalize()} at {names.get(place, 'a closed house')}" if place else role.capitalize()
        for role, place in roles
    ]


def _list(actor: Actor, form: NewForm) -> Response:
    members = staff_members()
    words = {member.id: _words(member.roles) for member in members}
    return form_page(
        "staff/staff/list.html", form, None, actor=actor, members=members, words=words, rows=role_rows(), here="staff"
    )


def _page(actor: Actor, member: Member, form: RolesForm, status: int = 200, **context: Any) -> Response:
    status = 422 if form.errors else status
    ticked = set(form.roles.data or ())
    shown = {"member": member, "form": form, "rows": role_rows(), "ticked": ticked, "here": "staff"}
    return page("staff/staff/member.html", status, actor=actor, has_errors=bool(form.errors), **shown, **context)
