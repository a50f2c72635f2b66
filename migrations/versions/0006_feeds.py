"""feeds"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_calendar_feeds_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_index(op.f("ix_calendar_feeds_user_id"), "calendar_feeds", ["user_id"])
    op.add_column("letters", sa.Column("calendar", sa.String(), nullable=True))
    op.add_column(
        "reservations", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE reservations SET changed_at = created_at")
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.alter_column("changed_at", nullable=False)


def downgrade():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_column("changed_at")
    op.drop_column("letters", "calendar")
    op.drop_table("calendar_feeds")
