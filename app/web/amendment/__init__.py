"""A change of a booking as both desks read it from an address, price it and show it."""

from app.web.amendment.page import AmendmentPage, amendment_page
from app.web.amendment.pricing import is_done, may_amend, pressed_before, priced
from app.web.amendment.reading import Asked, read_amendment

__all__ = [
    "AmendmentPage",
    "Asked",
    "amendment_page",
    "is_done",
    "may_amend",
    "pressed_before",
    "priced",
    "read_amendment",
]
