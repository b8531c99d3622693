"""Whom an offer is for: named audiences and conditions over booking records, with their reach."""

from app.offers.segments.operations import edit_segment, make_segment, set_audience
from app.offers.segments.queries import (
    Audience,
    Named,
    audience_of,
    audiences,
    guests_in,
    reach,
    reaches,
    sample,
    segment_with,
    segments,
)
from app.offers.segments.rules import Conditions, Known, belongs, phrases, whole

__all__ = [
    "Audience",
    "Conditions",
    "Known",
    "Named",
    "audience_of",
    "audiences",
    "belongs",
    "edit_segment",
    "guests_in",
    "make_segment",
    "phrases",
    "reach",
    "reaches",
    "sample",
    "segment_with",
    "segments",
    "set_audience",
    "whole",
]
