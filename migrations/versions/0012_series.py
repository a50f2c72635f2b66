"""series"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("booked_by_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_wall", sa.String(length=5), nullable=False),
        sa.Column("ends_wall", sa.String(length=5), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("notes", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weekdays BETWEEN 1 AND 127", name=op.f("ck_series_weekdays_known")
        ),
        sa.CheckConstraint("every_weeks > 0", name=op.f("ck_series_every_weeks_positive")),
        sa.CheckConstraint(
            "ends_wall > starts_wall", name=op.f("ck_series_ends_after_start")
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_series_last_after_first")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_series_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["booked_by_id"], ["users.id"], name=op.f("fk_series_booked_by_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_series_room_id")),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["series.id"], name=op.f("fk_series_follows_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_index(op.f("ix_series_student_id"), "series", ["student_id"])
    op.create_index(op.f("ix_series_room_id"), "series", ["room_id"])
    op.create_table(
        "series_skips",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_skips_series_id")
        ),
        sa.PrimaryKeyConstraint("series_id", "date", name=op.f("pk_series_skips")),
    )
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("occurrence_date", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("detached", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_reservations_series_id"), "series", ["series_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_reservations_series_id_occurrence_date"),
            ["series_id", "occurrence_date"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_occurrence_dated"),
            "(series_id IS NULL) = (occurrence_date IS NULL)",
        )
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.alter_column("detached", server_default=None)


def downgrade():
    """Every date stays booked, but nobody knows any more that they belong together."""
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_reservations_occurrence_dated"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_reservations_series_id_occurrence_date"), type_="unique"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_reservations_series_id"), type_="foreignkey"
        )
        for name in ("detached", "occurrence_date", "series_id"):
            batch_op.drop_column(name)
    op.drop_table("series_skips")
    op.drop_table("series")
