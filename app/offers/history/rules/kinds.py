"""What is concluded about a guest, in kinds that they may forget one by one."""

from __future__ import annotations

FORGETS: dict[str, tuple[str, ...]] = {
    "rhythm": (
        "stays", "nights", "first_arrival_on", "last_departure_on", "last_location_id", "cadence_days", "lapses_on"
    ),
    "house": ("location_id", "houses"),
    "room": ("room_type_id",),
    "party": ("adults", "children"),
    "dog": ("dog_stays",),
    "supper": ("supper_stays", "supper_share_bp"),
    "extras": ("extra_stays",),
    "season": ("season",),
    "when": ("lead_days", "weekend_nights", "weekend_share_bp", "midweek_stays"),
    "spend": ("spend_minor", "night_minor", "currency"),
    "cancelled": ("cancellations", "no_shows", "last_cancelled_on"),
    "score": ("last_nps", "last_nps_on", "last_ces", "last_ces_on"),
}  # fmt: skip
"""By kind the facts of a `History` that are not known any more once the guest has forgotten it."""

KINDS = tuple(FORGETS)
