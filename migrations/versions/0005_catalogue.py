"""Describe what the group has"""

import sqlalchemy as sa
from alembic import op

revision = '0005_catalogue'
down_revision = '0004_guests'


def upgrade() -> None:
    op.create_table('document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.String(length=20000), nullable=False),
    sa.Column('holds_from_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('slug', 'version', 'language', name=op.f('uq_document_slug_version_language'))
    )
    op.create_table('location',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('station', sa.String(length=200), nullable=False),
    sa.Column('telephone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('palette', sa.String(length=20), nullable=False),
    sa.Column('latitude_e6', sa.Integer(), nullable=True),
    sa.Column('longitude_e6', sa.Integer(), nullable=True),
    sa.Column('check_in_time', sa.Time(), nullable=False),
    sa.Column('check_out_time', sa.Time(), nullable=False),
    sa.Column('days_ahead', sa.Integer(), nullable=False),
    sa.Column('gap_may_be_sold', sa.Boolean(), nullable=False),
    sa.Column('open_for_booking', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('days_ahead > 0', name=op.f('ck_location_days_ahead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_location')),
    sa.UniqueConstraint('slug', name=op.f('uq_location_slug'))
    )
    op.create_table('text',
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('words', sa.String(length=20000), nullable=False),
    sa.PrimaryKeyConstraint('subject', 'subject_id', 'field', 'language', name=op.f('pk_text'))
    )
    op.create_table('trader',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('group_name', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('telephone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('company_number', sa.String(length=20), nullable=False),
    sa.Column('vat_number', sa.String(length=20), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trader'))
    )
    op.create_table('extra',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.Column('basis', sa.String(length=20), nullable=False),
    sa.Column('price_minor', sa.Integer(), nullable=False),
    sa.Column('stock', sa.Integer(), nullable=True),
    sa.Column('most', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("basis IN ('stay', 'night', 'person', 'person_night')", name=op.f('ck_extra_basis')),
    sa.CheckConstraint('price_minor >= 0 AND most >= 1', name=op.f('ck_extra_amounts')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_extra_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extra')),
    sa.UniqueConstraint('location_id', 'slug', name=op.f('uq_extra_location_id_slug'))
    )
    op.create_table('facility',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('key', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_facility_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facility')),
    sa.UniqueConstraint('location_id', 'key', name=op.f('uq_facility_location_id_key'))
    )
    op.create_table('old_slug',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_old_slug_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_old_slug'))
    )
    op.create_index('ix_old_slug_lookup', 'old_slug', ['kind', 'slug'], unique=False)
    op.create_table('produce',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('ink', sa.String(length=20), nullable=False),
    sa.Column('months', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_produce_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_produce'))
    )
    op.create_table('room_type',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('size_m2', sa.Integer(), nullable=True),
    sa.Column('bed', sa.String(length=120), nullable=False),
    sa.Column('bathroom', sa.String(length=120), nullable=False),
    sa.Column('bath', sa.Boolean(), nullable=False),
    sa.Column('king_bed', sa.Boolean(), nullable=False),
    sa.Column('step_free', sa.Boolean(), nullable=False),
    sa.Column('adults_max', sa.Integer(), nullable=False),
    sa.Column('heads_max', sa.Integer(), nullable=False),
    sa.Column('cots_max', sa.Integer(), nullable=False),
    sa.Column('dogs_max', sa.Integer(), nullable=False),
    sa.Column('picture', sa.String(length=120), nullable=False),
    sa.Column('picture_alt', sa.String(length=300), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('adults_max >= 0 AND heads_max >= adults_max', name=op.f('ck_room_type_capacity')),
    sa.CheckConstraint('cots_max >= 0 AND dogs_max >= 0', name=op.f('ck_room_type_cots_and_dogs')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_room_type_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_type')),
    sa.UniqueConstraint('location_id', 'slug', name=op.f('uq_room_type_location_id_slug'))
    )
    op.create_table('sitting',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('begins', sa.Time(), nullable=False),
    sa.Column('covers', sa.Integer(), nullable=False),
    sa.CheckConstraint('covers >= 0', name=op.f('ck_sitting_covers')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_sitting_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
    sa.UniqueConstraint('location_id', 'begins', name=op.f('uq_sitting_location_id_begins'))
    )
    op.create_table('fact',
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('key', sa.String(length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_fact_room_type_id')),
    sa.PrimaryKeyConstraint('room_type_id', 'key', name=op.f('pk_fact'))
    )
    op.create_table('room',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('step_free', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_room_room_type_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('room_type_id', 'name', name=op.f('uq_room_room_type_id_name'))
    )


def downgrade() -> None:
    op.drop_table('room')
    op.drop_table('fact')
    op.drop_table('sitting')
    op.drop_table('room_type')
    op.drop_table('produce')
    op.drop_index('ix_old_slug_lookup', table_name='old_slug')
    op.drop_table('old_slug')
    op.drop_table('facility')
    op.drop_table('extra')
    op.drop_table('trader')
    op.drop_table('text')
    op.drop_table('location')
    op.drop_table('document')
