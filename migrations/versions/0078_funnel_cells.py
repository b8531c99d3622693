"""Keep what the visits of a day came to by every combination of their values

Days that are summed up without it are summed up again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0078_funnel_cells"
down_revision = "0077_desk_hours"

STEPS = ("search", "results", "room", "details", "payment", "booked")
VALUES = {"location": 20, "device": 6, "source": 10, "returning": 10, "heads": 10, "lead": 10}


def upgrade() -> None:
    op.create_table(
        "funnel_cell",
        sa.Column("day_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False, quote=True) for name, length in VALUES.items()),
        *(sa.Column(step, sa.Integer(), nullable=False) for step in STEPS),
        sa.PrimaryKeyConstraint("day_on", *VALUES, name=op.f("pk_funnel_cell")),
        sqlite_with_rowid=False,
    )
    op.execute("DELETE FROM funnel_day")


def downgrade() -> None:
    op.drop_table("funnel_cell")
