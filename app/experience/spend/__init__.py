"""What marketing spent outside the houses, month by month and channel by channel."""

from app.experience.spend.errors import StaleSpend
from app.experience.spend.operations import Entry, enter_spend
from app.experience.spend.queries import Spent, spent_in, spent_months
from app.experience.spend.rules import CHANNELS, KEEPING

__all__ = ["CHANNELS", "KEEPING", "Entry", "Spent", "StaleSpend", "enter_spend", "spent_in", "spent_months"]
