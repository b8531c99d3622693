"""Agents who book for their guests: one list for the whole group."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse
from wtforms import ValidationError

from app.booking.agents import Agent, add_agent, agents, edit_agent
from app.booking.agents.models import AgentOfGroup
from app.booking.errors import Stale
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.web.access import staff
from app.web.forms import AsEmail, AsLongAs, Form, Required
from app.web.respond import form_page, not_found, see_other

blueprint = Blueprint("agents", __name__)
ACTION = "hold_blocks"
LIST, ONE = "staff/agents/list.html", "staff/agents/agent.html"
_PERCENT = re.compile(r"\d{1,2}(?:\.\d{1,2})?", re.ASCII)


class AsPercent:
    """0 to 50, with two places at most."""

    def __call__(self, form: Form, field: wtforms.Field) -> None:
        text = (field.data or "0").removesuffix("%").strip()
        if not _PERCENT.fullmatch(text) or float(text) > 50:
            raise ValidationError("Enter a commission from 0 to 50, like 12.5")


class AgentForm(Form):
    email = wtforms.EmailField("Email", [AsEmail(), AsLongAs(AgentOfGroup.email)])
    commission = wtforms.StringField("Commission, per cent", [AsPercent()])
    pays = wtforms.BooleanField("The agent pays the house, not their guest")

    @property
    def commission_bp(self) -> int:
        return round(float((self.commission.data or "0").removesuffix("%").strip() or 0) * 100)


class NewAgentForm(AgentForm):
    name = wtforms.StringField("Name", [Required("Enter the agent’s name"), AsLongAs(AgentOfGroup.name)])


class KnownAgentForm(AgentForm):
    closed = wtforms.BooleanField("Off the list: books no more")
    version = wtforms.HiddenField()


@blueprint.get("/staff/agents")
@staff(ACTION, anywhere=True)
def show(actor: Actor) -> Response:
    """Everybody on the list, and those who were taken off it."""
    return _list(actor, NewAgentForm.typed())


@blueprint.post("/staff/agents")
@staff(ACTION, anywhere=True)
def add(actor: Actor) -> BaseResponse:
    """One more; 409 where the name is on the list."""
    form: NewAgentForm = NewAgentForm.typed()
    if not form.validate():
        return _list(actor, form)
    try:
        add_agent(
            str(form.name.data), form.email.data or None, form.commission_bp, pays=form.pays.data, by=actor.staff_id
        )
    except Refused as refused:
        form.refuse("name", str(refused))
        return _list(actor, form, 409)
    return see_other("/staff/agents")


@blueprint.get("/staff/agents/<id:agent_id>")
@staff(ACTION, anywhere=True)
def show_one(actor: Actor, agent_id: int) -> Response:
    """What was agreed with one of them."""
    agent = _found(agent_id)
    return _one(actor, agent, KnownAgentForm.typed(_stored(agent)))


@blueprint.post("/staff/agents/<id:agent_id>")
@staff(ACTION, anywhere=True)
def keep(actor: Actor, agent_id: int) -> BaseResponse:
    """Agreed anew; 409 with both where somebody changed it meanwhile."""
    agent = _found(agent_id)
    form: KnownAgentForm = KnownAgentForm.typed()
    if not form.validate():
        return _one(actor, agent, form)
    seen = int(form.version.data) if re.fullmatch(r"\d{1,9}", form.version.data or "", re.ASCII) else 0
    try:
        edit_agent(
            agent_id,
            form.email.data or None,
            form.commission_bp,
            pays=form.pays.data,
            closed=form.closed.data,
            seen_version=seen,
            by=actor.staff_id,
        )
    except Stale as stale:
        form.version.data = str(agent.version)
        return _one(actor, agent, form, 409, stale=stale)
    return see_other("/staff/agents")


def _found(agent_id: int) -> Agent:
    agent = next((own for own in agents(closed=True) if own.id == agent_id), None)
    if agent is None:
        raise not_found()
    return agent


def _stored(agent: Agent) -> dict[str, Any]:
    return {
        "email": agent.email or "",
        "commission": f"{agent.commission_bp / 100:g}",
        "pays": agent.pays,
        "closed": agent.closed_at is not None,
        "version": str(agent.version),
    }


def _list(actor: Actor, form: NewAgentForm, status: int | None = None) -> Response:
    return form_page(LIST, form, status, actor=actor, here="phone", agents=agents(closed=True))


def _one(actor: Actor, agent: Agent, form: KnownAgentForm, status: int | None = None, **more: Any) -> Response:
    return form_page(ONE, form, status, actor=actor, here="phone", agent=agent, **({"stale": None} | more))
