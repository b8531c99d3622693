"""Offers and codes as pages meet them: read from addresses, put into words, allowed to whoever asks."""

from app.web.offers.allowed import allowed, taken_at
from app.web.offers.asked import AskedOffers, asked_offers
from app.web.offers.notes import OfferNote, offer_notes
from app.web.offers.words import refusal_words

__all__ = ["AskedOffers", "OfferNote", "allowed", "asked_offers", "offer_notes", "refusal_words", "taken_at"]
