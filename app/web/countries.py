"""The countries of the world as people name them."""

from __future__ import annotations

from functools import cache

import pycountry

FIRST = ("GB", "IE")
STATELESS = ("XX", "None, or not listed")


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(ISO 3166 code, name) by name, the two of these islands first; last, for whoever has none, `XX`."""
    named = sorted(
        ((str(one.alpha_2), str(getattr(one, "common_name", one.name))) for one in pycountry.countries),
        key=lambda pair: (pair[0] not in FIRST, pair[1]),
    )
    return (*sorted(named[:2]), *named[2:], STATELESS)
