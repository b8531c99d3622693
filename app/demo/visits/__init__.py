"""Who looked at the demo's site: a stream of made-up visits, pure, in which the web bookings of its ledger end."""

from app.demo.visits.faults import DEFAULT_SEED, Fault, plant
from app.demo.visits.stream import Bought, Logged, Looked, visits_on

__all__ = ["DEFAULT_SEED", "Bought", "Fault", "Logged", "Looked", "plant", "visits_on"]
