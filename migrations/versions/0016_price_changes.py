"""price changes"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "price_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("before_minor", sa.Integer(), nullable=False),
        sa.Column("after_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "why IN ('moved', 'ended', 'cancelled', 'late', 'rebooked', 'undone')",
            name=op.f("ck_price_changes_why_known"),
        ),
        sa.CheckConstraint(
            "before_minor >= 0 AND after_minor >= 0 AND before_minor != after_minor",
            name=op.f("ck_price_changes_changed"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_price_changes_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.id"],
            name=op.f("fk_price_changes_reservation_id_reservations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    op.create_index(
        op.f("ix_price_changes_reservation_id"), "price_changes", ["reservation_id"]
    )


def downgrade():
    op.drop_table("price_changes")
