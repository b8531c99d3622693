"""Say when the rest of a stay is paid"""

import sqlalchemy as sa
from alembic import op

revision = "0020_balance"
down_revision = "0019_delivery"


def upgrade() -> None:
    op.add_column("rate_plan", sa.Column("balance_days", sa.Integer(), nullable=True))
    op.add_column("quote", sa.Column("balance_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("quote", "balance_on")
    op.drop_column("rate_plan", "balance_days")
