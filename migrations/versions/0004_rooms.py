"""rooms"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("equipment", sa.String(length=500), nullable=False),
        sa.Column("hourly_rate_minor", sa.Integer(), nullable=False),
        sa.Column("turnover_minutes", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_rooms_capacity_positive")),
        sa.CheckConstraint("hourly_rate_minor >= 0", name=op.f("ck_rooms_rate_not_negative")),
        sa.CheckConstraint("turnover_minutes >= 0", name=op.f("ck_rooms_turnover_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("name", name=op.f("uq_rooms_name")),
    )
    op.create_table(
        "reservations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("rate_minor", sa.Integer(), nullable=False),
        sa.Column("total_cost_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payment_status", sa.String(length=20), nullable=False),
        sa.Column("notes", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "payment_status IN ('unpaid', 'paid', 'waived', 'refunded')", name=op.f("ck_reservations_payment_known")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'confirmed', 'cancelled', 'completed', 'no_show')",
            name=op.f("ck_reservations_status_known"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_reservations_ends_after_start")),
        sa.CheckConstraint("total_cost_minor >= 0", name=op.f("ck_reservations_cost_not_negative")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_reservations_room_id")),
        sa.ForeignKeyConstraint(["student_id"], ["users.id"], name=op.f("fk_reservations_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
    )
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservations_room_id"), ["room_id"], unique=False)
        batch_op.create_index("ix_reservations_starts_at_id", ["starts_at", "id"], unique=False)
        batch_op.create_index("ix_reservations_student_id_starts_at", ["student_id", "starts_at"], unique=False)

    op.create_table(
        "occupancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocks_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reservation') = (reservation_id IS NOT NULL)", name=op.f("ck_occupancy_reservation_named")
        ),
        sa.CheckConstraint(
            "kind IN ('reservation', 'closure', 'lesson', 'maintenance', 'hold')", name=op.f("ck_occupancy_kind_known")
        ),
        sa.CheckConstraint("blocks_until > starts_at", name=op.f("ck_occupancy_ends_after_start")),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"], name=op.f("fk_occupancy_reservation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_occupancy_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
        sa.UniqueConstraint("reservation_id", name=op.f("uq_occupancy_reservation_id")),
    )
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.create_index("ix_occupancy_room_id_starts_at", ["room_id", "starts_at"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE occupancy ADD CONSTRAINT ex_occupancy_overlap EXCLUDE USING gist"
            " (room_id WITH =, tstzrange(starts_at, blocks_until, '[)') WITH &&) WHERE (live)"
        )


def downgrade():
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.drop_index("ix_occupancy_room_id_starts_at")

    op.drop_table("occupancy")
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.drop_index("ix_reservations_student_id_starts_at")
        batch_op.drop_index("ix_reservations_starts_at_id")
        batch_op.drop_index(batch_op.f("ix_reservations_room_id"))

    op.drop_table("reservations")
    op.drop_table("rooms")
