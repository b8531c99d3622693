"""Rate plans, rates, restrictions, taxes: everything that makes a price."""

from app.pricing.queries import PriceList, price_list
from app.pricing.rules import PartyPrices, Plan

__all__ = ["PartyPrices", "Plan", "PriceList", "price_list"]
