"""Offers: what they are, how they are run, and whether they add anything."""

from app.marketing.offers import audience, editing, listed, one, preview, running
from app.marketing.offers.shared import blueprint

__all__ = ["audience", "blueprint", "editing", "listed", "one", "preview", "running"]
