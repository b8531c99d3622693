"""The forms of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms

from app.booking.blocks.models import GroupBlock
from app.booking.blocks.queries import Block
from app.catalogue.queries import House, RoomType
from app.identity.models import Guest
from app.kernel.stay import LONGEST_STAY
from app.pricing.queries import price_list
from app.web.fields import Day, Pounds, WholeNumber
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, Required

MOST_ROOMS = 99


class BlockForm(Form):
    """What was agreed with a group; `block_form` adds a number and a price for each room type."""

    room_types: tuple[RoomType, ...] = ()

    name = wtforms.StringField(
        "What it is called", [Required("Enter a name, like Holt wedding"), AsLongAs(GroupBlock.name)]
    )
    contact_name = wtforms.StringField("Who arranges it", [AsLongAs(GroupBlock.contact_name)])
    contact_email = wtforms.EmailField("Their email", [AsEmail(), AsLongAs(GroupBlock.contact_email)])
    contact_phone = wtforms.TelField("Their telephone", [AsTelephone(), AsLongAs(GroupBlock.contact_phone)])
    arrival = Day("Arriving")
    departure = Day("Leaving")
    cut_off = Day("Kept until the end of")
    plan = ChoiceOf("Terms and meals of", choices=(), sentence="Choose a rate from the list")

    @property
    def rows(self) -> list[tuple[RoomType, Any, Any]]:
        return [(own, self[f"rooms-{own.id}"], self[f"price-{own.id}"]) for own in self.room_types]

    @property
    def rooms(self) -> dict[int, int]:
        return {own.id: count.data for own, count, _ in self.rows if count.data}

    @property
    def amounts(self) -> dict[int, int]:
        return {own.id: price.data for own, count, price in self.rows if count.data and price.data}

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if well and self.departure.data <= self.arrival.data:
            self.refuse("departure", "Choose a day to leave that is after the day they arrive")
        elif well and (self.departure.data - self.arrival.data).days > LONGEST_STAY:
            self.refuse("departure", f"Choose {LONGEST_STAY} nights or fewer")
        elif well and self.cut_off.data > self.arrival.data:
            self.refuse("cut_off", "Choose a day no later than the day they arrive")
        if well and not self.rooms:
            first = f"rooms-{self.room_types[0].id}" if self.room_types else "name"
            self.refuse(first, "Enter how many rooms of a type")
        priced = [price for _, count, price in self.rows if count.data and not price.errors]
        if well and 0 < sum(bool(price.data) for price in priced) < len(priced):
            lacking = next(price for price in priced if not price.data)
            self.refuse(str(lacking.name), "Give a price for each room type that is kept, or for none")
        return not self.errors


def block_form(house: House) -> type[BlockForm]:
    """The form with the house's room types, and the rates that may be owed at the house."""
    plans = [(str(plan.id), plan.name) for plan in price_list(house.id).plans if plan.may_pay_at_house]
    fields: dict[str, Any] = {
        "room_types": house.room_types,
        "plan": ChoiceOf(
            "Terms and meals of",
            choices=plans,
            validators=[Required("Choose a rate from the list")],
            sentence="Choose a rate from the list",
        ),
    }
    for own in house.room_types:
        fields[f"rooms-{own.id}"] = WholeNumber(f"{own.name}, rooms", needed=False, most=MOST_ROOMS)
        fields[f"price-{own.id}"] = Pounds(f"{own.name}, a night", needed=False, least=100, most=1_000_000)
    return type("HouseBlockForm", (BlockForm,), fields)


class PickUpForm(Form):
    """Who comes, in which room; nights and party are read as every search is."""

    name = wtforms.StringField("Name", [Required("Enter the guest’s name"), AsLongAs(Guest.name)])
    email = wtforms.EmailField("Email", [AsEmail(), AsLongAs(Guest.email)])
    phone = wtforms.TelField("Telephone", [AsTelephone(), AsLongAs(Guest.phone)])
    room_type = ChoiceOf("Room", choices=(), sentence="Choose a room of the block")
    terms_read = wtforms.BooleanField("I told them the price and the terms, and they said yes.")
    pay_link = wtforms.BooleanField("Mail them the way to pay it before they come.")
    seen = wtforms.HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.pay_link.data and not self.email.data:
            self.refuse("email", "Enter their email, or mail them no way to pay")
        return not self.errors


def pick_up_form(rooms: Mapping[int, str]) -> type[PickUpForm]:
    """The form with the room types of a block."""
    listed = [(str(own), name) for own, name in rooms.items()]
    sentence = "Choose a room of the block"
    room_type = ChoiceOf("Room", choices=listed, validators=[Required(sentence)], sentence=sentence)
    return type("BlockPickUpForm", (PickUpForm,), {"room_type": room_type})


def shrink_form(block: Block, names: Mapping[int, str]) -> type[Form]:
    """How many rooms of each type stay kept."""
    fields = {
        f"left-{rooms.room_type_id}": WholeNumber(f"{names[rooms.room_type_id]}, keep", most=MOST_ROOMS)
        for rooms in block.rooms
    }
    return type("ShrinkForm", (Form,), fields | {"version": wtforms.HiddenField()})
