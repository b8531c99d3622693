"""What guests say: how likely they are to recommend, how easy it was, and each part of their stay. Reads only."""

from app.insight.voices.comments import SENTIMENTS, comments
from app.insight.voices.drivers import drivers
from app.insight.voices.expected import expected_ces
from app.insight.voices.report import voices
from app.insight.voices.responses import responses, stay_responses
from app.insight.voices.scales import ease, parts
from app.insight.voices.shapes import (
    CaseOf,
    Ces,
    Comment,
    Comments,
    Driver,
    Drivers,
    ExpectedCes,
    HouseNps,
    MonthNps,
    Part,
    Response,
    StayNps,
    ThemeCount,
    Voices,
)
from app.insight.voices.stays import stay_nps

__all__ = [
    "SENTIMENTS",
    "CaseOf",
    "Ces",
    "Comment",
    "Comments",
    "Driver",
    "Drivers",
    "ExpectedCes",
    "HouseNps",
    "MonthNps",
    "Part",
    "Response",
    "StayNps",
    "ThemeCount",
    "Voices",
    "comments",
    "drivers",
    "ease",
    "expected_ces",
    "parts",
    "responses",
    "stay_nps",
    "stay_responses",
    "voices",
]
