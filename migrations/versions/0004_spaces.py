"""spaces"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('practice', 'ensemble', 'lesson', 'exam', 'maintenance')"
OVERLAP = "ALTER TABLE occupancy ADD CONSTRAINT ex_occupancy_overlap EXCLUDE USING gist ({} WITH =, tstzrange(starts_at, blocks_until, '[)') WITH &&) WHERE (live)"

FORMER_GUARD = """CREATE TRIGGER occupancy_overlap_{} BEFORE {} ON occupancy FOR EACH ROW BEGIN
    SELECT RAISE(ABORT, 'ex_occupancy_overlap: the room is taken then')
    WHERE NEW.live AND EXISTS (SELECT 1 FROM occupancy o WHERE o.room_id = NEW.room_id AND o.live
    AND o.id IS NOT NEW.id AND o.starts_at < NEW.blocks_until AND o.blocks_until > NEW.starts_at); END"""


def upgrade():
    op.create_table(
        "spaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
    )
    op.create_table(
        "room_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_room_groups_name")),
    )
    op.create_table(
        "room_spaces",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_spaces_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_room_spaces_space_id")
        ),
        sa.PrimaryKeyConstraint("room_id", "space_id", name=op.f("pk_room_spaces")),
    )
    op.create_index(op.f("ix_room_spaces_space_id"), "room_spaces", ["space_id"])
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_closures_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_closures_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index(op.f("ix_closures_ends_at"), "closures", ["ends_at"])
    op.create_table(
        "closure_rooms",
        sa.Column("closure_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closures.id"], name=op.f("fk_closure_rooms_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_closure_rooms_room_id")
        ),
        sa.PrimaryKeyConstraint("closure_id", "room_id", name=op.f("pk_closure_rooms")),
    )
    op.create_index(op.f("ix_closure_rooms_room_id"), "closure_rooms", ["room_id"])
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_rooms_group_id"), "room_groups", ["group_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_rooms_group_id"), ["group_id"])
    upgrade_reservations()
    upgrade_occupancy()


def upgrade_reservations():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.add_column(sa.Column("booked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "purpose", sa.String(length=20), nullable=False, server_default="practice"
            )
        )
        batch_op.add_column(
            sa.Column(
                "override_reason", sa.String(length=500), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column("turnover_minutes", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "cancelled_late", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_reservations_booked_by_id"), "users", ["booked_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_purpose_known"), PURPOSES
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_turnover_not_negative"), "turnover_minutes >= 0"
        )
    with op.batch_alter_table("reservations") as batch_op:
        for name in ("purpose", "override_reason", "turnover_minutes", "cancelled_late"):
            batch_op.alter_column(name, server_default=None)
    minutes = "CAST(ROUND((julianday(o.blocks_until) - julianday(reservations.ends_at)) * 1440) AS INTEGER)"
    if on_postgresql():
        minutes = "CAST(EXTRACT(EPOCH FROM o.blocks_until - reservations.ends_at) / 60 AS INTEGER)"
    held = f"SELECT {minutes} FROM occupancy o WHERE o.reservation_id = reservations.id"
    op.execute(f"UPDATE reservations SET turnover_minutes = COALESCE(({held}), 0)")


def upgrade_occupancy():
    """Every room so far is a space of its own, with the same number."""
    op.execute("INSERT INTO spaces (id, name) SELECT id, name FROM rooms ORDER BY id")
    op.execute("INSERT INTO room_spaces (room_id, space_id) SELECT id, id FROM rooms")
    if on_postgresql():
        op.execute(
            "SELECT setval('spaces_id_seq', (SELECT COALESCE(MAX(id), 0) + 1 FROM spaces), false)"
        )
        op.execute("ALTER TABLE occupancy DROP CONSTRAINT ex_occupancy_overlap")
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.add_column(sa.Column("closure_id", sa.Integer(), nullable=True))
        batch_op.drop_index("ix_occupancy_room_id_starts_at")
        batch_op.drop_constraint(batch_op.f("fk_occupancy_room_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_occupancy_reservation_id"), type_="unique")
        batch_op.alter_column("room_id", new_column_name="space_id")
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_space_id"), "spaces", ["space_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_closure_id"), "closures", ["closure_id"], ["id"]
        )
        name = batch_op.f("uq_occupancy_reservation_id_space_id")
        batch_op.create_unique_constraint(name, ["reservation_id", "space_id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_occupancy_closure_named"),
            "closure_id IS NULL OR kind = 'closure'",
        )
        batch_op.create_index("ix_occupancy_space_id_starts_at", ["space_id", "starts_at"])
        batch_op.create_index(batch_op.f("ix_occupancy_closure_id"), ["closure_id"])
    if on_postgresql():
        op.execute(OVERLAP.format("space_id"))


def downgrade():
    """What took several spaces keeps the first room that has any of them; closures go."""
    if on_postgresql():
        op.execute("ALTER TABLE occupancy DROP CONSTRAINT ex_occupancy_overlap")
    op.execute("DELETE FROM occupancy WHERE closure_id IS NOT NULL")
    op.execute(
        "DELETE FROM occupancy WHERE id NOT IN (SELECT MIN(id) FROM occupancy GROUP BY COALESCE(reservation_id, -id))"
    )
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.drop_index("ix_occupancy_space_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_occupancy_closure_id"))
        batch_op.drop_constraint(batch_op.f("ck_occupancy_closure_named"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("uq_occupancy_reservation_id_space_id"), type_="unique"
        )
        batch_op.drop_constraint(batch_op.f("fk_occupancy_space_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_occupancy_closure_id"), type_="foreignkey")
        batch_op.drop_column("closure_id")
        batch_op.alter_column("space_id", new_column_name="room_id")
    whose = "SELECT room_id FROM reservations r WHERE r.id = occupancy.reservation_id"
    first = "SELECT MIN(s.room_id) FROM room_spaces s WHERE s.space_id = occupancy.room_id"
    op.execute(f"UPDATE occupancy SET room_id = COALESCE(({whose}), ({first}))")
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_room_id"), "rooms", ["room_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_occupancy_reservation_id"), ["reservation_id"]
        )
        batch_op.create_index("ix_occupancy_room_id_starts_at", ["room_id", "starts_at"])
    if on_postgresql():
        op.execute(OVERLAP.format("room_id"))
    else:
        for event in ("insert", "update"):
            op.execute(FORMER_GUARD.format(event, event))
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_reservations_booked_by_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("ck_reservations_purpose_known"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("ck_reservations_turnover_not_negative"), type_="check"
        )
        for name in (
            "cancelled_late",
            "turnover_minutes",
            "override_reason",
            "purpose",
            "booked_by_id",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rooms_group_id"))
        batch_op.drop_constraint(batch_op.f("fk_rooms_group_id"), type_="foreignkey")
        batch_op.drop_column("group_id")
    for name in ("closure_rooms", "closures", "room_spaces", "room_groups", "spaces"):
        op.drop_table(name)


def on_postgresql():
    return op.get_bind().dialect.name == "postgresql"
