"""The loop that does what falls due, and its jobs."""

from app.worker.loop import run_once, run_until

__all__ = ["run_once", "run_until"]
