"""the house"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("actor_id", "key", name=op.f("uq_answers_actor_id_key")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answers_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "step",
            name=op.f("uq_letters_subject_type_subject_id_step"),
        ),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_due_at"), ["due_at"], unique=False)

    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("name", name=op.f("uq_locations_name")),
    )
    op.create_table(
        "movement_rules",
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint(
            "type", "from_state", "to_state", name=op.f("pk_movement_rules")
        ),
    )
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
        sa.CheckConstraint(
            "hourly_rate_minor >= 0", name=op.f("ck_rooms_rate_not_negative")
        ),
        sa.CheckConstraint(
            "turnover_minutes >= 0", name=op.f("ck_rooms_turnover_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("name", name=op.f("uq_rooms_name")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_in_failures_address", ["address", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_sign_in_failures_email", ["email", "created_at"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('student', 'teacher', 'desk', 'admin')",
            name=op.f("ck_users_role_known"),
        ),
        sa.CheckConstraint(
            "teacher_id IS NULL OR role = 'student'",
            name=op.f("ck_users_only_students_have_teachers"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower_case")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["users.id"], name=op.f("fk_users_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_users_teacher_id"), ["teacher_id"], unique=False
        )

    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('class', 'ensemble')", name=op.f("ck_groups_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["users.id"], name=op.f("fk_groups_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_groups_teacher_id"), ["teacher_id"], unique=False
        )

    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("make", sa.String(length=80), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("condition", sa.String(length=20), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=False),
        sa.Column("is_borrowable", sa.Boolean(), nullable=False),
        sa.Column("max_checkout_days", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("home_location_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=500), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('instrument', 'equipment', 'sheet_music', 'accessory')",
            name=op.f("ck_items_category_known"),
        ),
        sa.CheckConstraint(
            "condition IN ('new', 'excellent', 'good', 'fair', 'poor', 'damaged')",
            name=op.f("ck_items_condition_known"),
        ),
        sa.CheckConstraint(
            "max_checkout_days > 0", name=op.f("ck_items_max_checkout_days_positive")
        ),
        sa.CheckConstraint(
            "value_minor >= 0", name=op.f("ck_items_value_minor_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_items_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["home_location_id"], ["locations.id"], name=op.f("fk_items_home_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("sku", name=op.f("uq_items_sku")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("ix_items_name_id", ["name", "id"], unique=False)

    op.create_table(
        "operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_operations_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["operations.id"], name=op.f("fk_operations_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_operations_reverses_id")),
    )
    with op.batch_alter_table("operations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_operations_checkout_id"), ["checkout_id"], unique=False
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
            "payment_status IN ('unpaid', 'paid', 'waived', 'refunded')",
            name=op.f("ck_reservations_payment_known"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'confirmed', 'cancelled', 'completed', 'no_show')",
            name=op.f("ck_reservations_status_known"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_reservations_ends_after_start")
        ),
        sa.CheckConstraint(
            "total_cost_minor >= 0", name=op.f("ck_reservations_cost_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_reservations_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_reservations_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
    )
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reservations_room_id"), ["room_id"], unique=False
        )
        batch_op.create_index(
            "ix_reservations_starts_at_id", ["starts_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reservations_student_id_starts_at",
            ["student_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("reorder_point", sa.Integer(), nullable=True),
        sa.Column("reorder_quantity", sa.Integer(), nullable=True),
        sa.Column("maximum_stock", sa.Integer(), nullable=True),
        sa.Column("value_minor", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.String(length=20),
            sa.Computed(
                "CASE WHEN available = 0 THEN 'out_of_stock' WHEN available <= reorder_point THEN 'low_stock'\n    WHEN (available + reserved + on_rent + damaged + under_repair + beyond_repair + in_transit) > maximum_stock THEN 'overstocked' ELSE 'in_stock' END",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("on_rent", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("under_repair", sa.Integer(), nullable=False),
        sa.Column("beyond_repair", sa.Integer(), nullable=False),
        sa.Column("in_transit", sa.Integer(), nullable=False),
        sa.Column(
            "on_hand",
            sa.Integer(),
            sa.Computed(
                "available + reserved + on_rent + damaged + under_repair + beyond_repair + in_transit",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("available >= 0", name=op.f("ck_levels_available_not_negative")),
        sa.CheckConstraint(
            "beyond_repair >= 0", name=op.f("ck_levels_beyond_repair_not_negative")
        ),
        sa.CheckConstraint("damaged >= 0", name=op.f("ck_levels_damaged_not_negative")),
        sa.CheckConstraint(
            "in_transit >= 0", name=op.f("ck_levels_in_transit_not_negative")
        ),
        sa.CheckConstraint(
            "maximum_stock >= 0", name=op.f("ck_levels_maximum_stock_not_negative")
        ),
        sa.CheckConstraint("on_rent >= 0", name=op.f("ck_levels_on_rent_not_negative")),
        sa.CheckConstraint(
            "reorder_point >= 0", name=op.f("ck_levels_reorder_point_not_negative")
        ),
        sa.CheckConstraint(
            "reorder_quantity >= 0", name=op.f("ck_levels_reorder_quantity_not_negative")
        ),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_levels_reserved_not_negative")),
        sa.CheckConstraint(
            "under_repair >= 0", name=op.f("ck_levels_under_repair_not_negative")
        ),
        sa.CheckConstraint(
            "value_minor >= 0", name=op.f("ck_levels_value_minor_not_negative")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_levels_item_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_levels_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levels")),
        sa.UniqueConstraint(
            "id", "item_id", "location_id", name=op.f("uq_levels_id_item_id_location_id")
        ),
        sa.UniqueConstraint(
            "item_id", "location_id", name=op.f("uq_levels_item_id_location_id")
        ),
    )
    with op.batch_alter_table("levels", schema=None) as batch_op:
        batch_op.create_index(
            "ix_levels_location_id_item_id", ["location_id", "item_id"], unique=False
        )

    op.create_table(
        "memberships",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "occupancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocks_until", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("room_id"), "="),
            (sa.text("tstzrange(starts_at, blocks_until, '[)')"), "&&"),
            where=sa.text("live"),
            using="gist",
            name="ex_occupancy_overlap",
        ).ddl_if(dialect="postgresql"),
        sa.CheckConstraint(
            "(kind = 'reservation') = (reservation_id IS NOT NULL)",
            name=op.f("ck_occupancy_reservation_named"),
        ),
        sa.CheckConstraint(
            "kind IN ('reservation', 'closure', 'lesson', 'maintenance', 'hold')",
            name=op.f("ck_occupancy_kind_known"),
        ),
        sa.CheckConstraint(
            "blocks_until > starts_at", name=op.f("ck_occupancy_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.id"],
            name=op.f("fk_occupancy_reservation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_occupancy_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
        sa.UniqueConstraint("reservation_id", name=op.f("uq_occupancy_reservation_id")),
    )
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occupancy_room_id_starts_at", ["room_id", "starts_at"], unique=False
        )

    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("serial_number", sa.String(length=80), nullable=True),
        sa.Column("batch_code", sa.String(length=80), nullable=True),
        sa.Column("condition", sa.String(length=20), nullable=False),
        sa.Column("blocked_reason", sa.String(length=200), nullable=True),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("last_movement_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("on_rent", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("under_repair", sa.Integer(), nullable=False),
        sa.Column("beyond_repair", sa.Integer(), nullable=False),
        sa.Column("in_transit", sa.Integer(), nullable=False),
        sa.Column(
            "on_hand",
            sa.Integer(),
            sa.Computed(
                "available + reserved + on_rent + damaged + under_repair + beyond_repair + in_transit",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "condition IN ('new', 'excellent', 'good', 'fair', 'poor', 'damaged')",
            name=op.f("ck_units_condition_known"),
        ),
        sa.CheckConstraint("available >= 0", name=op.f("ck_units_available_not_negative")),
        sa.CheckConstraint(
            "batch_code IS NOT NULL OR available + reserved + on_rent + damaged + under_repair + beyond_repair + in_transit <= 1",
            name=op.f("ck_units_one_is_one"),
        ),
        sa.CheckConstraint(
            "beyond_repair >= 0", name=op.f("ck_units_beyond_repair_not_negative")
        ),
        sa.CheckConstraint("damaged >= 0", name=op.f("ck_units_damaged_not_negative")),
        sa.CheckConstraint(
            "in_transit >= 0", name=op.f("ck_units_in_transit_not_negative")
        ),
        sa.CheckConstraint("on_rent >= 0", name=op.f("ck_units_on_rent_not_negative")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_units_reserved_not_negative")),
        sa.CheckConstraint(
            "serial_number IS NULL OR batch_code IS NULL",
            name=op.f("ck_units_serial_or_batch"),
        ),
        sa.CheckConstraint(
            "under_repair >= 0", name=op.f("ck_units_under_repair_not_negative")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_units_item_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_units_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("id", "item_id", name=op.f("uq_units_id_item_id")),
        sa.UniqueConstraint(
            "item_id", "serial_number", name=op.f("uq_units_item_id_serial_number")
        ),
        sa.UniqueConstraint("tag", name=op.f("uq_units_tag")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_units_serial_number"), ["serial_number"], unique=False
        )

    op.create_table(
        "checkouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("item_name", sa.String(length=120), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("student_name", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("return_notes", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'out', 'returned', 'rejected', 'cancelled', 'expired', 'lost')",
            name=op.f("ck_checkouts_status_known"),
        ),
        sa.CheckConstraint(
            "due_on >= starts_on", name=op.f("ck_checkouts_ends_after_start")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_checkouts_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_checkouts_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_checkouts_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_checkouts_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_checkouts_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_checkouts_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkouts")),
    )
    with op.batch_alter_table("checkouts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_checkouts_item_id_status", ["item_id", "status"], unique=False
        )
        batch_op.create_index("ix_checkouts_status_id", ["status", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_checkouts_student_id"), ["student_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_checkouts_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "movements",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("checkout_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("available_after", sa.Integer(), nullable=False),
        sa.Column("reserved_after", sa.Integer(), nullable=False),
        sa.Column("on_rent_after", sa.Integer(), nullable=False),
        sa.Column("damaged_after", sa.Integer(), nullable=False),
        sa.Column("under_repair_after", sa.Integer(), nullable=False),
        sa.Column("beyond_repair_after", sa.Integer(), nullable=False),
        sa.Column("in_transit_after", sa.Integer(), nullable=False),
        sa.Column("value_delta_minor", sa.Integer(), nullable=False),
        sa.Column("value_after_minor", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "available_after >= 0", name=op.f("ck_movements_available_after_not_negative")
        ),
        sa.CheckConstraint(
            "beyond_repair_after >= 0",
            name=op.f("ck_movements_beyond_repair_after_not_negative"),
        ),
        sa.CheckConstraint(
            "damaged_after >= 0", name=op.f("ck_movements_damaged_after_not_negative")
        ),
        sa.CheckConstraint("id > 0 AND seq > 0", name=op.f("ck_movements_counted")),
        sa.CheckConstraint(
            "in_transit_after >= 0", name=op.f("ck_movements_in_transit_after_not_negative")
        ),
        sa.CheckConstraint(
            "on_rent_after >= 0", name=op.f("ck_movements_on_rent_after_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_movements_quantity_positive")),
        sa.CheckConstraint(
            "reserved_after >= 0", name=op.f("ck_movements_reserved_after_not_negative")
        ),
        sa.CheckConstraint(
            "under_repair_after >= 0",
            name=op.f("ck_movements_under_repair_after_not_negative"),
        ),
        sa.CheckConstraint(
            "value_after_minor >= 0",
            name=op.f("ck_movements_value_after_minor_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["level_id", "item_id", "location_id"],
            ["levels.id", "levels.item_id", "levels.location_id"],
            name=op.f("fk_movements_level_id_item_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_movements_operation_id")
        ),
        sa.ForeignKeyConstraint(
            ["type", "from_state", "to_state"],
            ["movement_rules.type", "movement_rules.from_state", "movement_rules.to_state"],
            name=op.f("fk_movements_type_from_state_to_state"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "item_id"],
            ["units.id", "units.item_id"],
            name=op.f("fk_movements_unit_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
        sa.UniqueConstraint("level_id", "seq", name=op.f("uq_movements_level_id_seq")),
    )
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_movements_checkout_id"), ["checkout_id"], unique=False
        )
        batch_op.create_index("ix_movements_item_id_id", ["item_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_movements_operation_id"), ["operation_id"], unique=False
        )
        batch_op.create_index("ix_movements_unit_id_id", ["unit_id", "id"], unique=False)


def downgrade():
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.drop_index("ix_movements_unit_id_id")
        batch_op.drop_index(batch_op.f("ix_movements_operation_id"))
        batch_op.drop_index("ix_movements_item_id_id")
        batch_op.drop_index(batch_op.f("ix_movements_checkout_id"))

    op.drop_table("movements")
    with op.batch_alter_table("checkouts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkouts_unit_id"))
        batch_op.drop_index(batch_op.f("ix_checkouts_student_id"))
        batch_op.drop_index("ix_checkouts_status_id")
        batch_op.drop_index("ix_checkouts_item_id_status")

    op.drop_table("checkouts")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_serial_number"))
        batch_op.drop_index(batch_op.f("ix_units_item_id"))

    op.drop_table("units")
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.drop_index("ix_occupancy_room_id_starts_at")

    op.drop_table("occupancy")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("levels", schema=None) as batch_op:
        batch_op.drop_index("ix_levels_location_id_item_id")

    op.drop_table("levels")
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tokens_user_id"))

    op.drop_table("tokens")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.drop_index("ix_reservations_student_id_starts_at")
        batch_op.drop_index("ix_reservations_starts_at_id")
        batch_op.drop_index(batch_op.f("ix_reservations_room_id"))

    op.drop_table("reservations")
    with op.batch_alter_table("operations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operations_checkout_id"))

    op.drop_table("operations")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index("ix_items_name_id")

    op.drop_table("items")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_teacher_id"))

    op.drop_table("groups")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_teacher_id"))

    op.drop_table("users")
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_failures_email")
        batch_op.drop_index("ix_sign_in_failures_address")

    op.drop_table("sign_in_failures")
    op.drop_table("settings")
    op.drop_table("rooms")
    op.drop_table("movement_rules")
    op.drop_table("locations")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_due_at"))

    op.drop_table("letters")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_created_at"))

    op.drop_table("answers")
