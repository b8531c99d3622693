"""Why payments say no."""

from __future__ import annotations

from app.kernel.errors import Invalid, QuinceError, Refused


class ProviderAway(Refused):
    """The payment provider does not answer."""

    code = "provider_away"


class Forged(Invalid):
    """A webhook that its provider did not send."""


class RefundRefused(Refused):
    """The provider will not give this back, however often it is asked; staff have to."""

    code = "refund_refused"


class TooMuch(RefundRefused):
    """More would be given back than was taken."""

    code = "refund_too_much"


class UnknownSession(QuinceError):
    """The provider knows no such session."""
