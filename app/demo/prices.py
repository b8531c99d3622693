"""Writes the demo group's taxes, party prices and rate plans."""

from __future__ import annotations

from typing import Any

from app.catalogue.operations import add, add_all
from app.demo.group import Group, House, hour, pence
from app.pricing.models import PackagePart, PartyPrice, RatePlan, TaxRate

TAXED = ("room", "breakfast", "supper", "extra", "dog", "cot")


def write_prices(location_id: int, house: House, group: Group) -> None:
    """VAT, what other parties than two pay, and the plans that are sold; rates of nights come with the nights."""
    party, taxes = group.plain["party"], group.plain["taxes"]
    add_all(
        TaxRate,
        [
            {
                "location_id": location_id,
                "kind": kind,
                "holds_from_on": taxes["vat_from"],
                "rate_bp": taxes["vat_percent"] * 100,
            }
            for kind in TAXED
        ],
    )
    bands = [
        ("single", 0, 0, pence(party["one_adult_less"])),
        ("adult", 0, 0, pence(party["extra_adult"])),
        ("child", 2, 11, pence(party["extra_child"])),
        ("child", 12, 17, pence(party["extra_young"])),
        ("dog", 0, 0, house.dog_minor),
        ("cot", 0, 0, 0),
    ]
    add_all(
        PartyPrice,
        [
            {
                "location_id": location_id,
                "band": band,
                "from_age": first,
                "to_age": last,
                "amount_minor": amount,
            }
            for band, first, last, amount in bands
        ],
    )
    _write_plans(location_id, house, group)


def _write_plans(location_id: int, house: House, group: Group) -> None:
    breakfast = pence(group.plain["tariff"]["breakfast_share"])
    ids: dict[str, int] = {}
    parts = []
    for position, plan in enumerate(group.plain["rate_plans"]):
        resale = "resale_fee" in plan
        ids[plan["slug"]] = plan_id = add(
            RatePlan,
            location_id=location_id,
            slug=plan["slug"],
            name=plan["name"],
            summary=plan["words"],
            position=position,
            base_plan_id=ids.get(plan.get("derived_from")),
            adjust_bp=plan.get("percent", 0) * 100,
            may_pay_at_house=plan["payment"] == "either",
            due_now_bp=plan.get("deposit", 100) * 100,
            balance_days=plan.get("balance_days"),
            cancelling="resale" if resale else "free_until",
            resale_fee_minor=pence(plan.get("resale_fee", 0)),
            **({} if resale else {"free_days": plan["free_until_days"], "free_time": hour(plan["free_until_at"])}),
        )
        parts.append(_part(plan_id, "breakfast", breakfast, added=False))
        if "supper" in plan["meals"]:
            parts.append(_part(plan_id, "supper", house.supper_minor, added=True))
    add_all(PackagePart, parts)


def _part(plan_id: int, kind: str, adult: int, *, added: bool) -> dict[str, Any]:
    return {
        "rate_plan_id": plan_id,
        "kind": kind,
        "adult_minor": adult,
        "child_minor": adult // 2,
        "added": added,
    }
