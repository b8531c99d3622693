"""The front desk: who comes, stays and leaves, and what is done when they stand before it."""

from app.staff.arrivals import check_in, check_out, departure, lists, no_show, pay_link, walk_in
from app.staff.arrivals.shared import blueprint

__all__ = ["blueprint", "check_in", "check_out", "departure", "lists", "no_show", "pay_link", "walk_in"]
