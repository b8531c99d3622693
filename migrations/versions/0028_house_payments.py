"""Say how a payment was taken at the house"""

from alembic import op

revision = "0028_house_payments"
down_revision = "0027_room_states"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE payment ADD COLUMN method VARCHAR(14) CONSTRAINT ck_payment_method"
        " CHECK (method IN ('card_machine', 'cash', 'bank_transfer'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE payment DROP COLUMN method")
