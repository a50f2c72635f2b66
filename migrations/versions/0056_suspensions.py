"""who may not borrow for a while"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None
STANDS = sa.text("lifted_at IS NULL")


def upgrade():
    op.create_table(
        "suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "until IS NULL OR until >= starts_on",
            name=op.f("ck_suspensions_ends_after_start"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=op.f(f"fk_suspensions_{column}")
            )
            for column in ("person_id", "by", "lifted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index(op.f("ix_suspensions_person_id"), "suspensions", ["person_id"])
    op.create_index(
        "ix_suspensions_standing",
        "suspensions",
        ["person_id"],
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade():
    op.drop_table("suspensions")
