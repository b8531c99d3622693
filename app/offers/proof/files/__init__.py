"""The same figures from a file: guests with their arm and outcome, and logs of decisions."""

from app.offers.proof.files.decisions import Log, read_log, read_target
from app.offers.proof.files.evaluated import evaluate_log
from app.offers.proof.files.guests import Guests, read_guests

__all__ = ["Guests", "Log", "evaluate_log", "read_guests", "read_log", "read_target"]
