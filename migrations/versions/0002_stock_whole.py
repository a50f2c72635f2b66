"""stock whole"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ITEM_CHECKS = {
    "ck_items_rental_period_known": "rental_period IN ('day', 'week', 'month', 'term')",
    "ck_items_rental_rate_minor_not_negative": "rental_rate_minor >= 0",
    "ck_items_deposit_minor_not_negative": "deposit_minor >= 0",
    "ck_items_rate_has_period": "rental_rate_minor IS NULL OR rental_period IS NOT NULL",
}
UNIT_CHECKS = {
    "ck_units_warranty_after_purchase": "warranty_until >= purchased_on",
    "ck_units_maintenance_goes_on": "next_maintenance_on > last_maintenance_on",
    "ck_units_maintenance_days_positive": "maintenance_days > 0",
    "ck_units_purchase_price_minor_not_negative": "purchase_price_minor >= 0",
    "ck_units_rental_rate_minor_not_negative": "rental_rate_minor >= 0",
    "ck_units_deposit_minor_not_negative": "deposit_minor >= 0",
}
ONE_SOURCE = (
    " + ".join(
        f"CASE WHEN {source} IS NULL THEN 0 ELSE 1 END"
        for source in ("checkout_id", "transfer_id", "repair_id", "stocktake_id")
    )
    + " <= 1"
)


def upgrade():
    op.create_table(
        "brands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brands")),
        sa.UniqueConstraint("code", name=op.f("uq_brands_code")),
        sa.UniqueConstraint("name", name=op.f("uq_brands_name")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoints")),
        sa.UniqueConstraint("movement_id", name=op.f("uq_checkpoints_movement_id")),
    )
    op.create_table(
        "reasons",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("needs_note", sa.Boolean(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reasons")),
    )
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint("name", name=op.f("uq_suppliers_name")),
    )
    op.create_table(
        "sku_sequences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("suffix", sa.String(length=12), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "next_number > 0", name=op.f("ck_sku_sequences_next_number_positive")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brands.id"], name=op.f("fk_sku_sequences_brand_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku_sequences")),
        sa.UniqueConstraint("scope", name=op.f("uq_sku_sequences_scope")),
    )
    op.create_table(
        "stocktakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('counting', 'review', 'applied', 'cancelled')",
            name=op.f("ck_stocktakes_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_stocktakes_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["users.id"], name=op.f("fk_stocktakes_opened_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktakes")),
    )
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.create_index("ix_stocktakes_status_id", ["status", "id"], unique=False)

    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_location_id", sa.Integer(), nullable=False),
        sa.Column("to_location_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('initiated', 'in_transit', 'received', 'cancelled', 'rejected')",
            name=op.f("ck_transfers_status_known"),
        ),
        sa.CheckConstraint(
            "from_location_id <> to_location_id", name=op.f("ck_transfers_goes_elsewhere")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_transfers_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["from_location_id"],
            ["locations.id"],
            name=op.f("fk_transfers_from_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_location_id"], ["locations.id"], name=op.f("fk_transfers_to_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.create_index("ix_transfers_status_id", ["status", "id"], unique=False)

    op.create_table(
        "pending_operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("operation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision IN ('approved', 'rejected')",
            name=op.f("ck_pending_operations_decision_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_pending_operations_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operations.id"],
            name=op.f("fk_pending_operations_operation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["users.id"], name=op.f("fk_pending_operations_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_operations")),
        sa.UniqueConstraint(
            "operation_id", name=op.f("uq_pending_operations_operation_id")
        ),
    )
    op.create_table(
        "accessories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_missing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_accessories_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessories")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_accessories_unit_id_name")),
    )
    op.create_table(
        "repairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("damage_type", sa.String(length=20), nullable=True),
        sa.Column("severity", sa.String(length=20), nullable=True),
        sa.Column("quality_check", sa.String(length=20), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("estimate_minor", sa.Integer(), nullable=True),
        sa.Column("cost_minor", sa.Integer(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("condition_before", sa.String(length=20), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "damage_type IN ('physical', 'water', 'electrical', 'wear_and_tear', 'cosmetic', 'functional', 'accidental', 'vandalism', 'other')",
            name=op.f("ck_repairs_damage_type_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('repair', 'maintenance')", name=op.f("ck_repairs_kind_known")
        ),
        sa.CheckConstraint(
            "quality_check IN ('pending', 'passed', 'failed', 'partial')",
            name=op.f("ck_repairs_quality_check_known"),
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'moderate', 'severe', 'critical', 'beyond_repair')",
            name=op.f("ck_repairs_severity_known"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'in_progress', 'completed', 'failed', 'cancelled')",
            name=op.f("ck_repairs_status_known"),
        ),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_repairs_cost_not_negative")),
        sa.CheckConstraint(
            "estimate_minor >= 0", name=op.f("ck_repairs_estimate_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_repairs_quantity_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_repairs_item_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_repairs_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["users.id"], name=op.f("fk_repairs_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_repairs_supplier_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_repairs_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
    )
    with op.batch_alter_table("repairs") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_repairs_checkout_id"), ["checkout_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_repairs_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_repairs_status_id", ["status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repairs_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "stocktake_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("level_seq", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "item_id IS NOT NULL OR code <> ''",
            name=op.f("ck_stocktake_lines_something_found"),
        ),
        sa.CheckConstraint(
            "counted >= 0", name=op.f("ck_stocktake_lines_counted_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["users.id"], name=op.f("fk_stocktake_lines_counted_by")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_stocktake_lines_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["stocktake_id"],
            ["stocktakes.id"],
            name=op.f("fk_stocktake_lines_stocktake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "item_id"],
            ["units.id", "units.item_id"],
            name=op.f("fk_stocktake_lines_unit_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_lines")),
        sa.UniqueConstraint(
            "stocktake_id",
            "item_id",
            "unit_id",
            name=op.f("uq_stocktake_lines_stocktake_id_item_id_unit_id"),
        ),
    )
    op.create_table(
        "transfer_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quantity > 0", name=op.f("ck_transfer_lines_quantity_positive")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_transfer_lines_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfers.id"], name=op.f("fk_transfer_lines_transfer_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "item_id"],
            ["units.id", "units.item_id"],
            name=op.f("fk_transfer_lines_unit_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_lines")),
        sa.UniqueConstraint(
            "transfer_id",
            "item_id",
            "unit_id",
            name=op.f("uq_transfer_lines_transfer_id_item_id_unit_id"),
        ),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("rental_rate_minor", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rental_period", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("deposit_minor", sa.Integer(), nullable=True))
        for name, rule in ITEM_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(name), rule)

    op.create_index(
        "ix_movements_level_id_created_at_id",
        "movements",
        ["level_id", "created_at", "id"],
        unique=False,
    )
    with op.batch_alter_table("operations") as batch_op:
        batch_op.add_column(sa.Column("transfer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("repair_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stocktake_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=30), nullable=True))
        batch_op.add_column(
            sa.Column("reference", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_operations_repair_id"), ["repair_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_operations_stocktake_id"), ["stocktake_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_operations_transfer_id"), ["transfer_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_operations_approved_by"), "users", ["approved_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_operations_reason"), "reasons", ["reason"], ["code"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_operations_one_source"), ONE_SOURCE)

    with op.batch_alter_table("units") as batch_op:
        batch_op.add_column(
            sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("blocked_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("purchased_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("purchase_price_minor", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("supplier_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("warranty_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "warranty_provider",
                sa.String(length=120),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("last_maintenance_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_maintenance_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("maintenance_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rental_rate_minor", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("deposit_minor", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_units_next_maintenance_on"),
            ["next_maintenance_on"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_units_supplier_id"), "suppliers", ["supplier_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_units_blocked_by"), "users", ["blocked_by"], ["id"]
        )
        for name, rule in UNIT_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(name), rule)


def downgrade():
    op.drop_index("ix_movements_level_id_created_at_id", table_name="movements")
    with op.batch_alter_table("units") as batch_op:
        for name in UNIT_CHECKS:
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_units_blocked_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_units_supplier_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_units_next_maintenance_on"))
        batch_op.drop_column("deposit_minor")
        batch_op.drop_column("rental_rate_minor")
        batch_op.drop_column("maintenance_days")
        batch_op.drop_column("next_maintenance_on")
        batch_op.drop_column("last_maintenance_on")
        batch_op.drop_column("warranty_provider")
        batch_op.drop_column("warranty_until")
        batch_op.drop_column("supplier_id")
        batch_op.drop_column("purchase_price_minor")
        batch_op.drop_column("purchased_on")
        batch_op.drop_column("blocked_by")
        batch_op.drop_column("blocked_at")

    with op.batch_alter_table("operations") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_operations_one_source"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_operations_reason"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_operations_approved_by"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_operations_transfer_id"))
        batch_op.drop_index(batch_op.f("ix_operations_stocktake_id"))
        batch_op.drop_index(batch_op.f("ix_operations_repair_id"))
        batch_op.drop_column("approved_by")
        batch_op.drop_column("reference")
        batch_op.drop_column("reason")
        batch_op.drop_column("stocktake_id")
        batch_op.drop_column("repair_id")
        batch_op.drop_column("transfer_id")

    with op.batch_alter_table("items") as batch_op:
        for name in ITEM_CHECKS:
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        batch_op.drop_column("deposit_minor")
        batch_op.drop_column("rental_period")
        batch_op.drop_column("rental_rate_minor")

    op.drop_table("transfer_lines")
    op.drop_table("stocktake_lines")
    with op.batch_alter_table("repairs") as batch_op:
        batch_op.drop_index(batch_op.f("ix_repairs_unit_id"))
        batch_op.drop_index("ix_repairs_status_id")
        batch_op.drop_index(batch_op.f("ix_repairs_item_id"))
        batch_op.drop_index(batch_op.f("ix_repairs_checkout_id"))

    op.drop_table("repairs")
    op.drop_table("accessories")
    op.drop_table("pending_operations")
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.drop_index("ix_transfers_status_id")

    op.drop_table("transfers")
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.drop_index("ix_stocktakes_status_id")

    op.drop_table("stocktakes")
    op.drop_table("sku_sequences")
    op.drop_table("suppliers")
    op.drop_table("reasons")
    op.drop_table("checkpoints")
    op.drop_table("brands")
