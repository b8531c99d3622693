"""Changing a draft, and what becomes of it. Each deed is one transaction, and stands in the journal."""

from app.pricing.draft.operations.bounding import set_bound, set_bounds
from app.pricing.draft.operations.drafting import keep_edit, keep_plan
from app.pricing.draft.operations.ending import discard_draft, publish_draft

__all__ = ["discard_draft", "keep_edit", "keep_plan", "publish_draft", "set_bound", "set_bounds"]
