"""What will not be as usual is read in the checkout, or to a caller, before anything is paid for or booked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from app.booking.queries import HeldCheckout
from app.care.choices.accepting import coming_for, keep_read
from app.care.notices.coming import read_key
from app.catalogue.closed import house_of
from app.web.coming import ComingView, coming_views


@dataclass(frozen=True, slots=True)
class ToRead:
    """The notices, and the box that says that these, as they stand, were read."""

    coming: list[ComingView]
    key: str
    ticked: bool


def to_read(checkout: HeldCheckout) -> ToRead:
    """What is announced and would touch what the checkout holds; no statement."""
    notices = coming_for(checkout)
    key = read_key(notices)
    return ToRead(coming_views(notices, house_of(checkout.basket.location_id)), key, request.form.get("read") == key)


def has_read(checkout: HeldCheckout) -> bool:
    """Whether the box was ticked for what would touch it now; then it is kept with the checkout."""
    notices = coming_for(checkout)
    if notices and request.form.get("read") != read_key(notices):
        return False
    keep_read(checkout.id, notices)
    return True
