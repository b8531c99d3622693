"""The funnel's log as the pages fill it: they say what they showed, and it is written when the answer has gone out."""

from app.web.funnel.noting import about, denied, reached, signal
from app.web.funnel.objecting import objects
from app.web.funnel.placing import place_booking, with_booking
from app.web.funnel.writing import heed_objection

__all__ = ["about", "denied", "heed_objection", "objects", "place_booking", "reached", "signal", "with_booking"]
