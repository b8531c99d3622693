"""What each house promises at each phase of a stay, and the figure that shows whether it holds."""

from app.plan.goals.operations import Promise, keep_promise
from app.plan.goals.queries import Promised, promises

__all__ = ["Promise", "Promised", "keep_promise", "promises"]
