"""lists"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CATEGORIES = (
    ("instrument", "Instrument", "INS"),
    ("equipment", "Equipment", "EQP"),
    ("sheet_music", "Sheet music", "SHT"),
    ("accessory", "Accessory", "ACC"),
)
CODES = [code for code, _, _ in CATEGORIES]
KNOWN = f"category IN ({', '.join(map(repr, CODES))})"
FORMER = "equipment"  # what a category of the school's own becomes on the way down
ITEMS = sa.table("items", *map(sa.column, ("id", "make", "brand_id", "category")))
BRANDS = sa.table("brands", *map(sa.column, ("id", "code", "name", "version")))
SEQUENCES = sa.table("sku_sequences", sa.column("category"))


def upgrade():
    categories = op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("code", name=op.f("uq_categories_code")),
        sa.UniqueConstraint("name", name=op.f("uq_categories_name")),
    )
    plain = {"is_active": True, "version": 1}
    op.bulk_insert(
        categories, [{"code": c, "name": n, "prefix": p} | plain for c, n, p in CATEGORIES]
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("brand_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_items_category_known"), type_="check")
        batch_op.create_foreign_key(
            batch_op.f("fk_items_category"), "categories", ["category"], ["code"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_items_brand_id"), "brands", ["brand_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_items_brand_id"), ["brand_id"], unique=False)

    with op.batch_alter_table("sku_sequences") as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_sku_sequences_category"), "categories", ["category"], ["code"]
        )

    make_brands(op.get_bind())
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_column("make")


def downgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(
            sa.Column("make", sa.String(length=80), nullable=False, server_default="")
        )

    name = sa.select(BRANDS.c.name).where(BRANDS.c.id == ITEMS.c.brand_id).scalar_subquery()
    op.execute(sa.update(ITEMS).where(ITEMS.c.brand_id.is_not(None)).values(make=name))
    op.execute(
        sa.update(ITEMS).where(ITEMS.c.category.not_in(CODES)).values(category=FORMER)
    )
    op.execute(sa.delete(SEQUENCES).where(SEQUENCES.c.category.not_in(CODES)))
    with op.batch_alter_table("sku_sequences") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_sku_sequences_category"), type_="foreignkey"
        )

    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_index(batch_op.f("ix_items_brand_id"))
        batch_op.drop_constraint(batch_op.f("fk_items_brand_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_items_category"), type_="foreignkey")
        batch_op.create_check_constraint(batch_op.f("ck_items_category_known"), KNOWN)
        batch_op.drop_column("brand_id")

    op.drop_table("categories")


def make_brands(connection):
    """One of every make, however it was written; the first spelling stays."""
    there = connection.execute(sa.select(BRANDS.c.id, BRANDS.c.name, BRANDS.c.code)).all()
    brands, codes = (
        {folded(brand.name): brand.id for brand in there},
        {brand.code for brand in there},
    )
    made = (
        sa.select(ITEMS.c.make)
        .where(ITEMS.c.make != "")
        .group_by(ITEMS.c.make)
        .order_by(sa.func.min(ITEMS.c.id))
    )
    for make in connection.scalars(made).all():
        key = folded(make)
        if key and key not in brands:
            codes.add(code := free_code(key, codes))
            row = {"code": code, "name": " ".join(make.split()), "version": 1}
            brands[key] = connection.scalar(
                sa.insert(BRANDS).values(row).returning(BRANDS.c.id)
            )
        if key:
            connection.execute(
                sa.update(ITEMS).where(ITEMS.c.make == make).values(brand_id=brands[key])
            )


def folded(name):
    plain = unicodedata.normalize("NFKD", name)
    return " ".join(
        "".join(c for c in plain if not unicodedata.combining(c)).casefold().split()
    )


def free_code(name, taken):
    stem = "".join(c for c in name.upper() if c.isascii() and c.isalnum()) or "BRAND"
    codes = [stem[:length] for length in range(3, 9)] + [
        f"{stem[:3]}{n}" for n in range(2, 9999)
    ]
    return next(code for code in codes if code not in taken)
