"""prices"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = ("billed_minutes", "free_minutes", "price_parts")
FREE = "free_minutes BETWEEN 0 AND billed_minutes"
PASSED = {
    "sqlite": "CAST(strftime('%s', ends_at) - strftime('%s', starts_at) AS INTEGER) / 60",
    "postgresql": "CAST(EXTRACT(EPOCH FROM ends_at - starts_at) AS INTEGER) / 60",
}


def upgrade():
    make_rates()
    make_payments()
    op.add_column("reservations", sa.Column("billed_minutes", sa.Integer(), nullable=True))
    op.add_column("reservations", sa.Column("free_minutes", sa.Integer(), nullable=True))
    op.add_column("reservations", sa.Column("price_parts", sa.JSON(), nullable=True))
    minutes = PASSED[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE reservations SET billed_minutes = {minutes}, free_minutes = 0, price_parts = '[]'"
    )
    with op.batch_alter_table("reservations") as batch_op:
        for name in KEPT:
            batch_op.alter_column(name, nullable=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_free_minutes_billed"), FREE
        )


def downgrade():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_reservations_free_minutes_billed"), type_="check"
        )
        for name in KEPT:
            batch_op.drop_column(name)
    op.drop_table("payment_entries")
    op.drop_table("room_rates")


def make_rates():
    op.create_table(
        "room_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("room_group_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.String(length=5), nullable=True),
        sa.Column("until_time", sa.String(length=5), nullable=True),
        sa.Column("rate_minor", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('student', 'teacher', 'desk', 'admin')",
            name=op.f("ck_room_rates_role_known"),
        ),
        sa.CheckConstraint(
            "room_id IS NULL OR room_group_id IS NULL",
            name=op.f("ck_room_rates_one_room_or_a_group"),
        ),
        sa.CheckConstraint(
            "weekdays BETWEEN 1 AND 127", name=op.f("ck_room_rates_weekdays_some")
        ),
        sa.CheckConstraint(
            "from_time < until_time", name=op.f("ck_room_rates_band_runs_forward")
        ),
        sa.CheckConstraint("rate_minor >= 0", name=op.f("ck_room_rates_rate_not_negative")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_room_rates_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_group_id"], ["room_groups.id"], name=op.f("fk_room_rates_room_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_rates_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_rates")),
    )


def make_payments():
    op.create_table(
        "payment_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('paid', 'waived', 'refunded', 'undone')",
            name=op.f("ck_payment_entries_kind_known"),
        ),
        sa.CheckConstraint(
            "(kind = 'undone') = (undoes_id IS NOT NULL)",
            name=op.f("ck_payment_entries_undone_named"),
        ),
        sa.CheckConstraint(
            "kind = 'undone' OR (kind = 'refunded') = (amount_minor > 0)",
            name=op.f("ck_payment_entries_amount_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_payment_entries_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.id"],
            name=op.f("fk_payment_entries_reservation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_payment_entries_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["payment_entries.id"], name=op.f("fk_payment_entries_undoes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_entries")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_payment_entries_undoes_id")),
    )
    op.create_index(
        op.f("ix_payment_entries_reservation_id"), "payment_entries", ["reservation_id"]
    )
    op.create_index(
        "ix_payment_entries_student_id_created_at",
        "payment_entries",
        ["student_id", "created_at"],
    )
