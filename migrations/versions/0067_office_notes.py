"""notes of the office about people, and e-mails by whom they are to"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

NOTES, LETTERS = "office_notes", "ix_letters_address_id"


def upgrade():
    op.create_table(
        NOTES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=op.f(f"fk_{NOTES}_{column}_users")
            )
            for column in ("user_id", "by", "removed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NOTES}")),
    )
    op.create_index(op.f(f"ix_{NOTES}_user_id"), NOTES, ["user_id"])
    op.create_index(LETTERS, "letters", ["address", "id"])


def downgrade():
    """The notes are lost."""
    op.drop_index(LETTERS, table_name="letters")
    op.drop_table(NOTES)
