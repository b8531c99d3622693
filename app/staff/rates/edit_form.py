"""The form that changes many nights at once, and the edit that it spells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice

from app.catalogue.queries import House, RoomType
from app.kernel.stay import LONGEST_STAY
from app.kernel.words import EVERY_SIGN, money
from app.pricing.draft.rules import Cell, Edit, Move, Scope
from app.pricing.queries import price_list
from app.pricing.rules import Plan
from app.web.days import day_of
from app.web.forms import ChoiceOf, Form

Place = tuple[RoomType, Plan, date]
"""A cell of the grid as it is ticked."""

LEAVE = ("", "Leave as it is")
MOVES = (
    ("", "Leave it"),
    ("set", "Set to"),
    ("up", "Up, an amount"),
    ("down", "Down, an amount"),
    ("up_percent", "Up, per cent"),
    ("down_percent", "Down, per cent"),
)
ROUNDING = ("100", "500", "50", "1")
LENGTHS = (LEAVE, ("none", "No rule"), *((str(n), f"{n} nights") for n in (*range(2, 8), 10, 14, LONGEST_STAY)))
OPEN_OR_NOT = (LEAVE, ("no", "Open"), ("yes", "Closed"))
RULES_FOR = (("room_type", "the room types"), ("rate_plan", "the rates"), ("location", "the whole house"))
SAY_WHICH = "Choose one from the list"
AMOUNT = re.compile(rf"(-?)\s*[{EVERY_SIGN}]?\s*(\d{{1,6}}(?:[.,]\d{{1,2}})?)\s*%?", re.ASCII)
MOST_PERCENT = 500


class EditForm(Form):
    """What is done to the nights that are chosen. What is left as it is changes nothing."""

    seen = wtforms.HiddenField()
    move = ChoiceOf("Change by", choices=MOVES, sentence=SAY_WHICH)
    amount = wtforms.StringField("How much", render_kw={"inputmode": "decimal", "autocomplete": "off"})
    rounding = ChoiceOf("Round to", choices=[(step, step) for step in ROUNDING], sentence=SAY_WHICH)
    min_stay_arrival = ChoiceOf("Fewest nights", choices=LENGTHS, sentence=SAY_WHICH)
    closed_to_arrival = ChoiceOf("Arrivals", choices=OPEN_OR_NOT, sentence=SAY_WHICH)
    closed_to_departure = ChoiceOf("Departures", choices=OPEN_OR_NOT, sentence=SAY_WHICH)
    closed = ChoiceOf("The night", choices=OPEN_OR_NOT, sentence=SAY_WHICH)
    min_stay_through = ChoiceOf("Fewest, staying over", choices=LENGTHS, sentence=SAY_WHICH)
    max_stay = ChoiceOf("Most nights", choices=LENGTHS, sentence=SAY_WHICH)
    rules_for = ChoiceOf("Rules hold for", choices=RULES_FOR, sentence=SAY_WHICH)

    def speak(self, currency: str) -> None:
        """What prices are rounded to stands in the house's own currency."""
        self.rounding.choices = [SelectChoice(step, money(int(step), currency)) for step in ROUNDING]

    def validate_amount(self, field: wtforms.StringField) -> None:
        if not self.move.data:
            if field.data:
                raise wtforms.ValidationError("Say what the amount does: set to, up or down")
            return
        typed = AMOUNT.fullmatch(field.data or "")
        if typed is None:
            raise wtforms.ValidationError("Enter how much, like 212 or 212.50, or 8 for per cent")
        if typed[1] and self.move.data != "set":
            raise wtforms.ValidationError("Enter it without a minus, and choose down instead")
        if self.move.data.endswith("percent") and _decimal(typed[2]) > MOST_PERCENT:
            raise wtforms.ValidationError(f"Enter {MOST_PERCENT} per cent at most")

    def validate_rules_for(self, field: wtforms.Field) -> None:
        if not field.data:
            raise wtforms.ValidationError(SAY_WHICH)
        if not self.errors and not self.move.data and not self.rules:
            raise wtforms.ValidationError("Say what to change: the price, or a rule")

    @property
    def rules(self) -> dict[str, Any]:
        """The rules that change, as a restriction keeps them."""
        found: dict[str, Any] = {}
        for name in ("closed", "closed_to_arrival", "closed_to_departure"):
            if self[name].data:
                found[name] = self[name].data == "yes"
        for name in ("min_stay_arrival", "min_stay_through", "max_stay"):
            if self[name].data:
                found[name] = None if self[name].data == "none" else int(self[name].data)
        return found

    def edit(self, house: House, places: Iterable[Place]) -> Edit:
        """What the form says about these places; it has been validated."""
        chosen = list(places)
        move = self._move()
        cells = tuple(dict.fromkeys(Cell(night, kind.id, plan.id) for kind, plan, night in chosen)) if move else ()
        scopes = tuple(dict.fromkeys(_scope(self.rules_for.data, house, *place) for place in chosen))
        return Edit(cells=cells, move=move, scopes=scopes if self.rules else (), rules=self.rules)

    def _move(self) -> Move | None:
        if not self.move.data:
            return None
        typed = AMOUNT.fullmatch(self.amount.data)
        assert typed is not None, "the form was validated"
        amount = int(_decimal(typed[2]) * 100) * (-1 if typed[1] else 1)
        return Move(self.move.data, amount, 1 if self.move.data == "set" else int(self.rounding.data or 100))


def minor_of(words: str) -> int | None:
    """An amount as somebody types it, `212`, `£212.50`, in minor units; None for anything else, and for a minus."""
    typed = AMOUNT.fullmatch(words)
    return int(_decimal(typed[2]) * 100) if typed and not typed[1] else None


def _decimal(words: str) -> Decimal:
    return Decimal(words.replace(",", "."))


def _scope(of: str, house: House, room_type: RoomType, plan: Plan, night: date) -> Scope:
    ids = {"location": house.id, "room_type": room_type.id, "rate_plan": plan.id}
    return Scope(night, of, ids[of])


def read_places(house: House, ticked: Iterable[str]) -> list[Place]:
    """The cells that were ticked; words that name none of this house are left out."""
    plans = {plan.slug: plan for plan in price_list(house.id).plans}
    found = []
    for words in ticked:
        room_slug, _, rest = words.partition(".")
        plan_slug, _, day = rest.partition(".")
        room_type, plan, night = house.room_type(room_slug), plans.get(plan_slug), day_of(day)
        if room_type and plan and night:
            found.append((room_type, plan, night))
    return found
