"""Everything that guests said of a period, in one."""

from __future__ import annotations

from app.insight.period import Filters
from app.insight.voices.drivers import drivers
from app.insight.voices.expected import expected_ces
from app.insight.voices.responses import responses
from app.insight.voices.scales import EXPECTED, WORTH, ease, parts
from app.insight.voices.shapes import Voices
from app.insight.voices.stays import stay_nps


def voices(filters: Filters) -> Voices:
    """What the houses of the question heard; a dozen statements however many answered. Comments are a page apart."""
    asked = parts(filters)
    return Voices(
        stay_nps(filters),
        ease(filters),
        tuple(part for key, part in asked.items() if key not in (EXPECTED, WORTH)),
        asked[EXPECTED],
        asked[WORTH],
        responses(filters),
        drivers(filters),
        expected_ces(filters),
    )
