"""baskets: what somebody puts together before they ask for it, held for them for a while"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "baskets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("held_until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_baskets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baskets")),
        sa.UniqueConstraint("user_id", name=op.f("uq_baskets_user_id")),
    )
    op.create_table(
        "basket_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basket_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_for_later", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_basket_lines_quantity_positive")),
        sa.CheckConstraint(
            "due_on >= starts_on", name=op.f("ck_basket_lines_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_basket_lines_basket_id_baskets")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_basket_lines_item_id_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_lines")),
    )
    for column in ("basket_id", "item_id"):
        op.create_index(op.f(f"ix_basket_lines_{column}"), "basket_lines", [column])


def downgrade():
    op.drop_table("basket_lines")
    op.drop_table("baskets")
