"""The secret link by which whoever complained, and named no booking, says whether it is put right."""

from __future__ import annotations

from app.web.links import link_token

PURPOSE = "case"


def case_path(case_id: int, closing: int) -> str:
    """The address below the site's own, of one closing of a case; the same arguments always give the same."""
    return f"/put-right/{link_token(PURPOSE, case_id, closing)}"
