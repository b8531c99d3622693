"""Log what the other arm would have shown, so that one offer has a hold-out of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0065_decision_instead"
down_revision = "0064_price_check"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("offer_decision", sa.Column("instead_id", ID))
    op.create_index("ix_offer_decision_instead", "offer_decision", ["instead_id"])


def downgrade() -> None:
    op.drop_index("ix_offer_decision_instead", "offer_decision")
    op.drop_column("offer_decision", "instead_id")
