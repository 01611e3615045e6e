"""Points of households, and the shop: goods, prices, orders, donors."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of points and of the shop."""
    op.create_table(
        "sheet_import",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=36), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "site", "kind", "digest", name=op.f("pk_sheet_import")),
    )
    op.create_table(
        "shop_item",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=8), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "code", name=op.f("pk_shop_item")),
        sa.UniqueConstraint("book", "name", name=op.f("uq_shop_item_book_name")),
    )
    op.create_table(
        "village_rule",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("village", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_village_rule")),
    )
    op.create_index("ix_village_rule_village", "village_rule", ["book", "village", "id"], unique=False)
    op.create_table(
        "household_points",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("deed_points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "household_id"],
            ["household.book", "household.id"],
            name=op.f("fk_household_points_book_household_id"),
        ),
        sa.PrimaryKeyConstraint("book", "household_id", name=op.f("pk_household_points")),
    )
    op.create_table(
        "points_entry",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "household_id"],
            ["household.book", "household.id"],
            name=op.f("fk_points_entry_book_household_id"),
        ),
        sa.PrimaryKeyConstraint("book", "entry_id", name=op.f("pk_points_entry")),
    )
    op.create_index(
        "ix_points_entry_household", "points_entry", ["book", "household_id", "seq"], unique=False
    )
    op.create_index("ix_points_entry_site", "points_entry", ["book", "site", "seq"], unique=False)
    op.create_index("ix_points_entry_source", "points_entry", ["book", "source_id"], unique=False)
    op.create_table(
        "shop",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("status", sa.String(length=6), nullable=False),
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.Column("consumed", sa.String(length=20), nullable=False),
        sa.Column("spoiled", sa.String(length=20), nullable=False),
        sa.Column("difference", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["book", "site"], ["site.book", "site.id"], name=op.f("fk_shop_book_site")),
        sa.PrimaryKeyConstraint("book", "site", name=op.f("pk_shop")),
    )
    op.create_table(
        "donor",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("registered_by", sa.String(length=36), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_donor_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_donor")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_donor_book_number")),
    )
    op.create_index("ix_donor_member", "donor", ["book", "member_id"], unique=False)
    op.create_table(
        "points_award",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("head", sa.String(length=12), nullable=False),
        sa.Column("rule_id", sa.String(length=36), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("counted_points", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "household_id"],
            ["household.book", "household.id"],
            name=op.f("fk_points_award_book_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_points_award_book_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "rule_id"],
            ["village_rule.book", "village_rule.id"],
            name=op.f("fk_points_award_book_rule_id"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_points_award")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_points_award_book_number")),
    )
    op.create_index("ix_points_award_household", "points_award", ["book", "household_id", "id"], unique=False)
    op.create_index("ix_points_award_site", "points_award", ["book", "site", "id"], unique=False)
    op.create_index("ix_points_award_state", "points_award", ["book", "state", "notice_until"], unique=False)
    op.create_table(
        "price_list",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "site"], ["shop.book", "shop.site"], name=op.f("fk_price_list_book_site")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_price_list_book_number")),
    )
    op.create_index("ix_price_list_site", "price_list", ["book", "site", "version"], unique=False)
    op.create_table(
        "red_list_entry",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_red_list_entry_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_red_list_entry")),
    )
    op.create_index("ix_red_list_entry_member", "red_list_entry", ["book", "member_id", "id"], unique=False)
    op.create_index("ix_red_list_entry_site", "red_list_entry", ["book", "site", "state", "id"], unique=False)
    op.create_table(
        "shop_shelf",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=True),
        sa.Column("is_low_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "item"], ["shop_item.book", "shop_item.code"], name=op.f("fk_shop_shelf_book_item")
        ),
        sa.ForeignKeyConstraint(
            ["book", "site"], ["shop.book", "shop.site"], name=op.f("fk_shop_shelf_book_site")
        ),
        sa.PrimaryKeyConstraint("book", "site", "item", name=op.f("pk_shop_shelf")),
    )
    op.create_table(
        "pledge",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("donor_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("pledged_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "donor_id"], ["donor.book", "donor.id"], name=op.f("fk_pledge_book_donor_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "item"], ["shop_item.book", "shop_item.code"], name=op.f("fk_pledge_book_item")
        ),
        sa.ForeignKeyConstraint(
            ["book", "site"], ["shop.book", "shop.site"], name=op.f("fk_pledge_book_site")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_pledge_book_number")),
    )
    op.create_index("ix_pledge_donor", "pledge", ["book", "donor_id", "id"], unique=False)
    op.create_table(
        "points_objection",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "award_id"],
            ["points_award.book", "points_award.id"],
            name=op.f("fk_points_objection_book_award_id"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_points_objection")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_points_objection_book_number")),
    )
    op.create_index("ix_points_objection_award", "points_objection", ["book", "award_id"], unique=False)
    op.create_index("ix_points_objection_state", "points_objection", ["book", "state", "id"], unique=False)
    op.create_table(
        "price",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "item"], ["shop_item.book", "shop_item.code"], name=op.f("fk_price_book_item")
        ),
        sa.ForeignKeyConstraint(
            ["book", "list_id"], ["price_list.book", "price_list.id"], name=op.f("fk_price_book_list_id")
        ),
        sa.PrimaryKeyConstraint("book", "list_id", "item", name=op.f("pk_price")),
    )
    op.create_table(
        "shop_order",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("ordered_by", sa.String(length=36), nullable=False),
        sa.Column("placed_by", sa.String(length=36), nullable=False),
        sa.Column("price_list_id", sa.String(length=36), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("placed_at", sa.BigInteger(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_code_at", sa.BigInteger(), nullable=True),
        sa.Column("reserve_entry_id", sa.String(length=36), nullable=False),
        sa.Column("closing_entry_id", sa.String(length=36), nullable=False),
        sa.Column("closed_by", sa.String(length=36), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "household_id"],
            ["household.book", "household.id"],
            name=op.f("fk_shop_order_book_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "price_list_id"],
            ["price_list.book", "price_list.id"],
            name=op.f("fk_shop_order_book_price_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "site"], ["shop.book", "shop.site"], name=op.f("fk_shop_order_book_site")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_shop_order")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_shop_order_book_number")),
    )
    op.create_index("ix_shop_order_hold", "shop_order", ["book", "state", "hold_until"], unique=False)
    op.create_index("ix_shop_order_household", "shop_order", ["book", "household_id", "id"], unique=False)
    op.create_index("ix_shop_order_site", "shop_order", ["book", "site", "state", "id"], unique=False)
    op.create_table(
        "spoilage",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "site", "item"],
            ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"],
            name=op.f("fk_spoilage_book_site_item"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_spoilage")),
    )
    op.create_index("ix_spoilage_shelf", "spoilage", ["book", "site", "id"], unique=False)
    op.create_table(
        "stock_count",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("counted_by", sa.String(length=36), nullable=False),
        sa.Column("counted_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "site", "item"],
            ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"],
            name=op.f("fk_stock_count_book_site_item"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_stock_count")),
    )
    op.create_index("ix_stock_count_state", "stock_count", ["book", "site", "state", "id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("donor_id", sa.String(length=36), nullable=False),
        sa.Column("pledge_id", sa.String(length=36), nullable=True),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "donor_id"], ["donor.book", "donor.id"], name=op.f("fk_delivery_book_donor_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "pledge_id"], ["pledge.book", "pledge.id"], name=op.f("fk_delivery_book_pledge_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "site", "item"],
            ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"],
            name=op.f("fk_delivery_book_site_item"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_delivery_book_number")),
    )
    op.create_index("ix_delivery_donor", "delivery", ["book", "donor_id", "id"], unique=False)
    op.create_index("ix_delivery_shelf", "delivery", ["book", "site", "item", "id"], unique=False)
    op.create_table(
        "shop_order_line",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "item"], ["shop_item.book", "shop_item.code"], name=op.f("fk_shop_order_line_book_item")
        ),
        sa.ForeignKeyConstraint(
            ["book", "order_id"],
            ["shop_order.book", "shop_order.id"],
            name=op.f("fk_shop_order_line_book_order_id"),
        ),
        sa.PrimaryKeyConstraint("book", "order_id", "item", name=op.f("pk_shop_order_line")),
    )
    op.create_table(
        "shop_return",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "order_id"],
            ["shop_order.book", "shop_order.id"],
            name=op.f("fk_shop_return_book_order_id"),
        ),
        sa.PrimaryKeyConstraint("book", "entry_id", "item", name=op.f("pk_shop_return")),
    )
    op.create_table(
        "lot_use",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("delivery_id", sa.String(length=36), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("village", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "delivery_id"],
            ["delivery.book", "delivery.id"],
            name=op.f("fk_lot_use_book_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("book", "delivery_id", "way", "village", name=op.f("pk_lot_use")),
    )
