"""Whether a notice's message spares guests from asking."""

from app.insight.deflection.queries import deflection_of
from app.insight.deflection.rules import Deflection

__all__ = ["Deflection", "deflection_of"]
