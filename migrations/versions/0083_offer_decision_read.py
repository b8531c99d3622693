"""Let a log of offers be added up from indexes, without its features"""

import sqlalchemy as sa
from alembic import op

revision = "0083_offer_decision_read"
down_revision = "0082_addressees_forgotten"

KEPT = sa.text("outcome = 'kept'")


def upgrade() -> None:
    op.drop_index("ix_offer_decision_at", table_name="offer_decision")
    op.drop_index("ix_offer_decision_promotion", table_name="offer_decision")
    op.create_index("ix_offer_decision_promotion", "offer_decision", ["promotion_id", "guest_id", "at", "outcome"])
    op.create_index(
        "ix_offer_decision_arm",
        "offer_decision",
        ["guest_id", "arm", "came", "at", "promotion_id", "instead_id"],
    )
    op.create_index(
        "ix_offer_decision_kept",
        "offer_decision",
        ["promotion_id", "currency", "at", "revenue_minor", "cost_minor"],
        sqlite_where=KEPT,
        postgresql_where=KEPT,
    )


def downgrade() -> None:
    for name in ("kept", "arm", "promotion"):
        op.drop_index(f"ix_offer_decision_{name}", table_name="offer_decision")
    op.create_index("ix_offer_decision_promotion", "offer_decision", ["promotion_id", "at"])
    op.create_index("ix_offer_decision_at", "offer_decision", ["at"])
