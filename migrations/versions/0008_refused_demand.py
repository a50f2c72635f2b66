"""refused demand"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_refusals_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_refusals_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    op.create_index(op.f("ix_refusals_starts_at"), "refusals", ["starts_at"])
    lasting = sa.text("kind != 'reservation'")
    op.create_index(
        "ix_occupancy_lasting",
        "occupancy",
        ["blocks_until", "starts_at"],
        postgresql_where=lasting,
        sqlite_where=lasting,
    )


def downgrade():
    op.drop_index("ix_occupancy_lasting", "occupancy")
    op.drop_index(op.f("ix_refusals_starts_at"), "refusals")
    op.drop_table("refusals")
