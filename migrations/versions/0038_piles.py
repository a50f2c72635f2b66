"""piles: what was handed out or taken back in one act at the desk, with its receipt"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0039"
branch_labels = None
depends_on = None

IN_A_PILE = sa.text("pile_id IS NOT NULL")


def upgrade():
    op.create_table(
        "piles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=80), nullable=False),
        sa.Column("goods", sa.JSON(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('hand_over', 'take_back')", name=op.f("ck_piles_kind_known")
        ),
        sa.CheckConstraint(
            "kind = 'take_back' OR person_id IS NOT NULL",
            name=op.f("ck_piles_goes_to_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_piles_person_id_users")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_piles_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piles")),
        sa.UniqueConstraint("number", name=op.f("uq_piles_number")),
    )
    op.create_index(op.f("ix_piles_person_id"), "piles", ["person_id"])
    op.add_column("operations", sa.Column("pile_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_operations_pile_id",
        "operations",
        ["pile_id"],
        sqlite_where=IN_A_PILE,
        postgresql_where=IN_A_PILE,
    )


def downgrade():
    op.drop_index("ix_operations_pile_id", table_name="operations")
    op.drop_column("operations", "pile_id")
    op.drop_table("piles")
