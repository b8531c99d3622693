"""Keep what is learnt about effort"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0058_effort_model"
down_revision = "0057_cases"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "effort_model",
        sa.Column("id", ID, nullable=False),
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learnt_from", sa.Integer(), nullable=False),
        sa.Column("error", sa.Double(), nullable=False),
        sa.Column("without", sa.Double(), nullable=False),
        sa.Column("model", DOCUMENT, nullable=False),
        sa.CheckConstraint("learnt_from > 0", name=op.f("ck_effort_model_learnt_from")),
        sa.CheckConstraint("error >= 0 AND without >= 0", name=op.f("ck_effort_model_errors")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effort_model")),
        sa.UniqueConstraint("fitted_on", name=op.f("uq_effort_model_fitted_on")),
    )


def downgrade() -> None:
    op.drop_table("effort_model")
