"""Take bookings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0009_booking'
down_revision = '0008_payments'


def upgrade() -> None:
    op.create_table('checkout',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('quote_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('choice', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('details', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('held_until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('referral', sa.String(length=80), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('open', 'paying', 'booked', 'lapsed')", name=op.f('ck_checkout_state')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_checkout_location_id')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_checkout_quote_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkout')),
    sqlite_autoincrement=True
    )
    op.create_table('booking',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('reference', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('checkout_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('guest_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('quote_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('arrival_on', sa.Date(), nullable=False),
    sa.Column('departure_on', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=True),
    sa.Column('commission_bp', sa.Integer(), nullable=False),
    sa.Column('outside_reference', sa.String(length=100), nullable=True),
    sa.Column('referral', sa.String(length=80), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('terms_version', sa.Integer(), nullable=False),
    sa.Column('arrival_time', sa.Time(), nullable=True),
    sa.Column('notes', sa.String(length=2000), nullable=True),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('no_show_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("source IN ('web', 'phone', 'walk_in', 'agent', 'import', 'block')", name=op.f('ck_booking_source')),
    sa.CheckConstraint("state IN ('confirmed', 'in_house', 'departed', 'cancelled', 'no_show')", name=op.f('ck_booking_state')),
    sa.CheckConstraint('arrival_on < departure_on', name=op.f('ck_booking_nights')),
    sa.ForeignKeyConstraint(['checkout_id'], ['checkout.id'], name=op.f('fk_booking_checkout_id')),
    sa.ForeignKeyConstraint(['guest_id'], ['guest.id'], name=op.f('fk_booking_guest_id')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_booking_location_id')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_booking_quote_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking')),
    sa.UniqueConstraint('checkout_id', name=op.f('uq_booking_checkout_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_booking_reference')),
    sa.UniqueConstraint('source', 'outside_reference', name=op.f('uq_booking_source_outside_reference')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_booking_arrivals', 'booking', ['location_id', 'arrival_on'], unique=False)
    op.create_index('ix_booking_departures', 'booking', ['location_id', 'departure_on'], unique=False)
    op.create_index(op.f('ix_booking_guest_id'), 'booking', ['guest_id'], unique=False)
    op.create_table('folio_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('booking_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('night', sa.Date(), nullable=True),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.Column('vat_bp', sa.Integer(), nullable=False),
    sa.Column('vat_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('refund_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('reverses_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('charge', 'payment', 'refund')", name=op.f('ck_folio_line_kind')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_folio_line_booking_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_folio_line_payment_id')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_folio_line_refund_id')),
    sa.ForeignKeyConstraint(['reverses_id'], ['folio_line.id'], name=op.f('fk_folio_line_reverses_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_folio_line'))
    )
    op.create_index(op.f('ix_folio_line_booking_id'), 'folio_line', ['booking_id'], unique=False)
    op.create_table('stay',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('booking_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rate_plan_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('arrival_on', sa.Date(), nullable=False),
    sa.Column('departure_on', sa.Date(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('children', sa.String(length=40), nullable=False),
    sa.Column('cots', sa.Integer(), nullable=False),
    sa.Column('dogs', sa.Integer(), nullable=False),
    sa.Column('assistance_dogs', sa.Integer(), nullable=False),
    sa.Column('needs', sa.String(length=40), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('adults >= 0 AND cots >= 0 AND dogs >= 0 AND assistance_dogs >= 0', name=op.f('ck_stay_party')),
    sa.CheckConstraint('arrival_on < departure_on', name=op.f('ck_stay_nights')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_stay_booking_id')),
    sa.ForeignKeyConstraint(['rate_plan_id'], ['rate_plan.id'], name=op.f('fk_stay_rate_plan_id')),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_stay_room_type_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stay')),
    sa.UniqueConstraint('booking_id', 'part', name=op.f('uq_stay_booking_id_part'))
    )
    op.create_index('ix_stay_room_type_arrival', 'stay', ['room_type_id', 'arrival_on'], unique=False)
    op.create_table('allergy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('stay_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('allergens', sa.String(length=200), nullable=False),
    sa.Column('severity', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('consent_text', sa.String(length=500), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['stay_id'], ['stay.id'], name=op.f('fk_allergy_stay_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allergy'))
    )
    op.create_index(op.f('ix_allergy_stay_id'), 'allergy', ['stay_id'], unique=False)
    op.create_table('booked_extra',
    sa.Column('stay_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('extra_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count > 0', name=op.f('ck_booked_extra_count')),
    sa.ForeignKeyConstraint(['extra_id'], ['extra.id'], name=op.f('fk_booked_extra_extra_id')),
    sa.ForeignKeyConstraint(['stay_id'], ['stay.id'], name=op.f('fk_booked_extra_stay_id')),
    sa.PrimaryKeyConstraint('stay_id', 'extra_id', name=op.f('pk_booked_extra'))
    )
    op.create_table('supper',
    sa.Column('stay_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('sitting_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('covers', sa.Integer(), nullable=False),
    sa.CheckConstraint('covers > 0', name=op.f('ck_supper_covers')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_supper_sitting_id')),
    sa.ForeignKeyConstraint(['stay_id'], ['stay.id'], name=op.f('fk_supper_stay_id')),
    sa.PrimaryKeyConstraint('stay_id', 'night', name=op.f('pk_supper'))
    )


def downgrade() -> None:
    op.drop_table('supper')
    op.drop_table('booked_extra')
    op.drop_index(op.f('ix_allergy_stay_id'), table_name='allergy')
    op.drop_table('allergy')
    op.drop_index('ix_stay_room_type_arrival', table_name='stay')
    op.drop_table('stay')
    op.drop_index(op.f('ix_folio_line_booking_id'), table_name='folio_line')
    op.drop_table('folio_line')
    op.drop_index(op.f('ix_booking_guest_id'), table_name='booking')
    op.drop_index('ix_booking_departures', table_name='booking')
    op.drop_index('ix_booking_arrivals', table_name='booking')
    op.drop_table('booking')
    op.drop_table('checkout')
