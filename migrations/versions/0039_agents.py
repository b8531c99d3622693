"""Keep the list of agents, and say who pays for a booking"""

import sqlalchemy as sa
from alembic import op

revision = "0039_agents"
down_revision = "0038_task_owner"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("booking", sa.Column("payer", sa.String(length=6), nullable=False, server_default="guest"))
    op.create_table(
        "agent",
        sa.Column("id", number, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_lower", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("pays", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("commission_bp BETWEEN 0 AND 5000", name=op.f("ck_agent_commission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("name_lower", name=op.f("uq_agent_name_lower")),
    )


def downgrade() -> None:
    op.drop_table("agent")
    op.drop_column("booking", "payer")
