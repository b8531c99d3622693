"""The engine tried out: made-up guests, real stays, and real stays whose features tell nothing."""

from app.offers.engine.simulation.run import Run, simulate
from app.offers.engine.simulation.worlds import WORLDS, World

__all__ = ["WORLDS", "Run", "World", "simulate"]
