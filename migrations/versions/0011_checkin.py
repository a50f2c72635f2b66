"""checkin"""

from secrets import token_urlsafe

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    with op.batch_alter_table("reservations") as batch_op:
        for name in ("checked_in", "excused"):
            batch_op.add_column(
                sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=True)
            )
            batch_op.add_column(sa.Column(f"{name}_by_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_reservations_{name}_by_id"),
                "users",
                [f"{name}_by_id"],
                ["id"],
            )
    upgrade_doors()
    upgrade_waits()


def upgrade_doors():
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.add_column(sa.Column("door_code", sa.String(length=32), nullable=True))
    rooms = sa.table("rooms", sa.column("id"), sa.column("door_code"))
    for id in op.get_bind().scalars(sa.select(rooms.c.id)).all():
        op.execute(
            rooms.update().where(rooms.c.id == id).values(door_code=token_urlsafe(12))
        )
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.alter_column(
            "door_code", existing_type=sa.String(length=32), nullable=False
        )
        batch_op.create_unique_constraint(batch_op.f("uq_rooms_door_code"), ["door_code"])


def upgrade_waits():
    op.create_table(
        "waits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("is_flexible", sa.Boolean(), nullable=False),
        sa.Column("equipment", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_room_id", sa.Integer(), nullable=True),
        sa.Column("offered_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_waits_ends_after_start")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_waits_minutes_positive")),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'booked', 'left', 'lapsed')",
            name=op.f("ck_waits_status_known"),
        ),
        sa.CheckConstraint(
            "status <> 'offered' OR expires_at IS NOT NULL",
            name=op.f("ck_waits_offers_expire"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_waits_student_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_waits_room_id")),
        sa.ForeignKeyConstraint(
            ["offered_room_id"], ["rooms.id"], name=op.f("fk_waits_offered_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
    )
    op.create_index(op.f("ix_waits_student_id"), "waits", ["student_id"])
    op.create_index("ix_waits_status_ends_at", "waits", ["status", "ends_at"])
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.add_column(sa.Column("wait_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_wait_id"), "waits", ["wait_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_occupancy_wait_named"), "wait_id IS NULL OR kind = 'hold'"
        )
        batch_op.create_index(batch_op.f("ix_occupancy_wait_id"), ["wait_id"])


def downgrade():
    op.execute("DELETE FROM occupancy WHERE wait_id IS NOT NULL")
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupancy_wait_id"))
        batch_op.drop_constraint(batch_op.f("ck_occupancy_wait_named"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_occupancy_wait_id"), type_="foreignkey")
        batch_op.drop_column("wait_id")
    op.drop_table("waits")
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_rooms_door_code"), type_="unique")
        batch_op.drop_column("door_code")
    with op.batch_alter_table("reservations") as batch_op:
        for name in ("checked_in", "excused"):
            batch_op.drop_constraint(
                batch_op.f(f"fk_reservations_{name}_by_id"), type_="foreignkey"
            )
            batch_op.drop_column(f"{name}_by_id")
            batch_op.drop_column(f"{name}_at")
    op.drop_table("heartbeats")
