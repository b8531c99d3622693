"""Writing campaigns, and sending them."""

from app.offers.campaigns.operations.keeping import (
    Wish,
    edit_campaign,
    make_campaign,
    set_up_recipe,
    step,
)
from app.offers.campaigns.operations.listing import begin, list_guests
from app.offers.campaigns.operations.sending import decide_chunk

__all__ = [
    "Wish",
    "begin",
    "decide_chunk",
    "edit_campaign",
    "list_guests",
    "make_campaign",
    "set_up_recipe",
    "step",
]
