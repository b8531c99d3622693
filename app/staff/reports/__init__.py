"""How the houses trade: occupancy, ADR, RevPAR and what goes with them, to read and to take away."""

from app.staff.reports.views import blueprint

__all__ = ["blueprint"]
