"""Orders from a file: one row per line of an order; the rows of an order follow each other."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from actions.imports.general.checking import Checked, Checker
from actions.imports.general.fields import Field, decimal, moment, one_of, text
from actions.imports.general.order_checks import companions, unknown, wrong_lines, wrong_orders
from actions.imports.general.order_rows import add_orders
from actions.imports.general.words import Words, among, words
from rules.money import CURRENCY_DIGITS
from rules.orders import OrderStatus

STATUSES = {
    **dict.fromkeys(("completed", "paid", "done", "已完成"), OrderStatus.COMPLETED.value),
    **dict.fromkeys(("open", "unpaid", "未完成"), OrderStatus.OPEN.value),
    **dict.fromkeys(("cancelled", "canceled", "已取消"), OrderStatus.CANCELLED.value),
}
KNOWN = {
    "member_no": ("SELECT member_no FROM member WHERE member_no = ANY($1)", "is not a member's number"),
    "product": ("SELECT code FROM product WHERE code = ANY($1)", "is not the code of a product"),
}
IMPORTED = "SELECT number FROM orders WHERE number = ANY($1)"


@dataclass(frozen=True)
class Orders:
    """The kind "orders", in the words of this installation. They earn nothing: balances are imported with members."""

    words: Words
    currency: str
    now: datetime
    zone: ZoneInfo

    name = "orders"
    unique = ()
    grouped = "number"
    writers = 1

    def fields(self) -> list[Field]:
        digits = CURRENCY_DIGITS[self.currency]
        times = ("ordered_at", "order_date", "date", "time", "下单时间", "订单时间")
        return [
            text("number", ("order_number", "order_no", "order_id", "订单号", "订单编号"), 64, is_needed=True),
            moment("at", times, self.now, self.zone, is_needed=True),
            text("member_no", ("member", "member_number", "会员号", "会员编号"), 32),
            one_of("store", ("store_code", "门店"), self.words.stores, "is not the code of a store"),
            one_of("status", ("order_status", "状态"), STATUSES, "is not a status (completed, open, cancelled)"),
            text("product", ("product_code", "sku", "商品编码"), 64, is_needed=True),
            decimal("quantity", ("qty", "数量"), 3, is_needed=True),
            decimal("unit_price", ("price", "单价"), 4, is_needed=True),
            decimal("discount", ("line_discount", "优惠"), digits),
            decimal("reimbursed", (), digits),
            decimal("total", ("line_total", "amount", "小计"), digits),
            decimal("order_total", ("total_amount", "订单金额", "合计"), digits),
            text("external_reference", ("external_id", "reference"), 200),
        ]  # fmt: skip

    async def compare(self, connection: Connection, checker: Checker, checked: Checked) -> tuple[Checked, int]:
        """Leaves out orders that were imported before, what names an unknown thing, and sums that do not add up.

        An order is taken whole or not at all.
        """
        rows = checked.rows
        imported = await among(connection, IMPORTED, rows["number"].unique())
        new = rows.filter(~pl.col("number").is_in(list(imported)))
        wrong = [*wrong_lines(checker, new, self.currency)]
        for name, (query, reason) in KNOWN.items():
            wrong += unknown(checker, new, name, await among(connection, query, new[name].unique()), reason)
        left = checker.without(replace(checked, rows=new), wrong)
        left = checker.without(left, companions(checker, left))
        left = checker.without(left, wrong_orders(checker, left.rows, self.currency))
        return checker.without(left, companions(checker, left)), rows.height - new.height

    async def write(self, connection: Connection, rows: pl.DataFrame) -> dict[str, int]:
        return await add_orders(connection, rows, self.currency)


async def orders(connection: Connection, currency: str, now: datetime, zone: ZoneInfo) -> Orders:
    return Orders(await words(connection, now, zone), currency, now, zone)
