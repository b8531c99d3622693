"""Read a house's counters from the index alone, on SQLite"""

from alembic import op

revision = "0034_counters_read_whole"
down_revision = "0033_rate_draft"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_allotment_runs", "allotment", ["resource_id", "night", "sellable", "taken"])
        op.drop_index("ix_allotment_resource_night", "allotment")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_allotment_resource_night", "allotment", ["resource_id", "night"])
        op.drop_index("ix_allotment_runs", "allotment")
