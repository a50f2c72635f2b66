"""cards by which people are recognised at the desk"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant
from webapp.core.derived import byte_order

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None
OPEN = sa.text("ended_at IS NULL")


def upgrade():
    op.create_table(
        "cards",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("code_key", byte_order(120), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["users.id"], name=op.f("fk_cards_ended_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["users.id"], name=op.f("fk_cards_issued_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_cards_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code_key", name=op.f("uq_cards_code_key")),
    )
    op.create_index(op.f("ix_cards_user_id"), "cards", ["user_id"])
    op.create_index(
        "ix_cards_user_id_open",
        "cards",
        ["user_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade():
    op.drop_table("cards")
