"""The tick to be reminded of a booking that is left unfinished, where a guest leaves their mail before paying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms

from app.booking.unfinished import REMIND, Asked
from app.identity.queries import said_under
from app.identity.rules import CHANNELS
from app.kernel import clock
from app.offers.campaigns.rules import BASKET
from app.web.checkout.form import DetailsForm
from app.web.session import who


class OwnDetailsForm(DetailsForm):
    """The details of whoever books for themselves."""

    remind = wtforms.BooleanField(CHANNELS[BASKET])

    def details(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """As `DetailsForm.details`; while the box is ticked with the words that were agreed to, and since when."""
        kept = super().details(before)
        kept[REMIND] = _asked(before, kept.get("email") or "").as_json if self.remind.data else None
        return kept


def is_reminded() -> bool:
    """Whether whoever is signed in agreed before that they be reminded: then they are not asked again."""
    known = who()
    said = said_under(known.email, BASKET) if known else None
    return said is not None and said.given and said.text == CHANNELS[BASKET]


def _asked(before: Mapping[str, Any], email: str) -> Asked:
    known, earlier = who(), Asked.in_details(before)
    since = earlier.said_at if earlier and earlier.words == CHANNELS[BASKET] else clock.now()
    return Asked(CHANNELS[BASKET], since, known is not None and known.email.lower() == email.lower())
