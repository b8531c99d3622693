"""What of pricing a form edits: rate plans with what they include, and what each person more or less pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from app.catalogue.editable import Editable, State
from app.catalogue.models import Location
from app.pricing import models
from app.store import db, write

MEALS = ("breakfast", "supper")
BANDS = 3
"""How many bands of children's ages a form takes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a plan includes, `breakfast_adult`, `breakfast_child` and `breakfast_added`; None where it is not in it."""

    def read(self, row_id: int) -> State:
        part = models.PackagePart.__table__
        rows = {row.kind: row for row in db.session.execute(select(*part.c).where(part.c.rate_plan_id == row_id))}
        state: State = {}
        for meal in MEALS:
            row = rows.get(meal)
            state[f"{meal}_adult"] = row.adult_minor if row else None
            state[f"{meal}_child"] = row.child_minor if row else None
            state[f"{meal}_added"] = bool(row and row.added)
        return state

    def write(self, row_id: int, state: Mapping[str, Any]) -> None:
        write(delete(models.PackagePart).where(models.PackagePart.rate_plan_id == row_id))
        rows = [
            {
                "rate_plan_id": row_id,
                "kind": meal,
                "adult_minor": state[f"{meal}_adult"],
                "child_minor": state[f"{meal}_child"] or 0,
                "added": state[f"{meal}_added"],
            }
            for meal in MEALS
            if state[f"{meal}_adult"] is not None
        ]
        if rows:
            write(insert(models.PackagePart.__table__), rows)


@dataclass(frozen=True, slots=True)
class Parties:
    """The party prices of a house: `single`, `adult`, `dog`, and bands of ages `child1_from`, `_to` and `_minor`."""

    def read(self, row_id: int) -> State:
        price = models.PartyPrice.__table__
        found = db.session.execute(
            select(*price.c).where(price.c.location_id == row_id).order_by(price.c.from_age)
        ).all()
        flat = {row.band: row.amount_minor for row in found if row.band != "child"}
        bands = [row for row in found if row.band == "child"][:BANDS]
        state: State = {f"{band}_minor": flat.get(band, 0) for band in ("single", "adult", "dog")}
        for number in range(1, BANDS + 1):
            row = bands[number - 1] if number <= len(bands) else None
            state[f"child{number}_from"] = row.from_age if row else None
            state[f"child{number}_to"] = row.to_age if row else None
            state[f"child{number}_minor"] = row.amount_minor if row else None
        return state

    def write(self, row_id: int, state: Mapping[str, Any]) -> None:
        price = models.PartyPrice.__table__
        write(delete(price).where(price.c.location_id == row_id, price.c.band != "cot"))
        rows = [
            {"location_id": row_id, "band": band, "from_age": 0, "to_age": 0, "amount_minor": state[f"{band}_minor"]}
            for band in ("single", "adult", "dog")
        ]
        rows += [
            {
                "location_id": row_id,
                "band": "child",
                "from_age": state[f"child{number}_from"],
                "to_age": state[f"child{number}_to"],
                "amount_minor": state[f"child{number}_minor"],
            }
            for number in range(1, BANDS + 1)
            if state[f"child{number}_from"] is not None
        ]
        write(insert(price), rows)


RATE_PLAN = Editable(
    "rate_plan",
    models.RatePlan,
    (
        "name", "summary", "position", "on_sale", "base_plan_id", "adjust_bp", "adjust_minor", "round_to_minor",
        "due_now_bp", "may_pay_at_house", "balance_days", "cancelling", "free_days", "free_time", "resale_fee_minor",
    ),
    (Parts(),),
)  # fmt: skip
PARTY_PRICES = Editable("party_price", Location, (), (Parties(),), house="id")
