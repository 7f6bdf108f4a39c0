"""Members from a file: what their columns may be, and the rows that they become."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from actions.imports.general.checking import Checked, Checker
from actions.imports.general.fields import Field, day, moment, one_of, text, too_long, whole_number
from actions.imports.general.member_rows import add_members, made
from actions.imports.general.reading import LINE
from actions.imports.general.words import Words, among, words
from actions.imports.reports import Problem
from rules.members import Gender

UNIQUE = ("member_no", "phone", "email", "card_no", "external_reference")
GENDERS = {
    **dict.fromkeys(("f", "female", "woman", "w", "女", "女性", "女士"), Gender.FEMALE.value),
    **dict.fromkeys(("m", "male", "man", "男", "男性", "先生"), Gender.MALE.value),
    **dict.fromkeys(("other", "x", "其他"), Gender.OTHER.value),
    **dict.fromkeys(("undisclosed", "unknown", "u", "保密", "未知"), Gender.UNDISCLOSED.value),
}
TAKEN = {
    "member_no": "SELECT member_no FROM member WHERE member_no = ANY($1)",
    "phone": "SELECT phone FROM member WHERE phone = ANY($1) AND status NOT IN ('MERGED', 'ERASED')",
    "email": "SELECT email FROM member WHERE email = ANY($1) AND status NOT IN ('MERGED', 'ERASED')",
    "card_no": "SELECT card_no FROM member_card WHERE card_no = ANY($1)",
}
IMPORTED = "SELECT external_reference FROM member WHERE external_reference = ANY($1)"


@dataclass(frozen=True)
class Members:
    """The kind "members", in the words of this installation."""

    words: Words
    now: datetime
    zone: ZoneInfo

    name = "members"
    unique = UNIQUE
    grouped = None
    writers = 2

    def fields(self) -> list[Field]:
        return [*_person(self.now), *self._membership(), *_balances(self.now, self.zone)]

    def _membership(self) -> list[Field]:
        tiers, sources, stores = self.words.tiers, self.words.sources, self.words.stores
        joined = ("joined", "join_date", "registered_at", "created_at", "注册时间", "入会时间")
        return [
            text("member_no", ("member_number", "number", "会员号", "会员编号"), 32),
            moment("joined_at", joined, self.now, self.zone),
            one_of("tier", ("tier_code", "level", "等级", "会员等级"), tiers, "is not the code or name of a tier"),
            one_of("source", ("source_code", "channel", "来源", "来源渠道"), sources, "is not a source channel"),
            one_of(
                "home_store", ("store", "store_code", "home_store_code", "门店"), stores, "is not the code of a store"
            ),
            text("external_reference", ("external_id", "reference"), 200),
            text("card_no", ("card", "card_number", "卡号"), 64),
        ]

    async def compare(self, connection: Connection, checker: Checker, checked: Checked) -> tuple[Checked, int]:
        """Leaves out members that were imported before (the second number says how many), then what is taken."""
        rows = checked.rows
        imported = await among(connection, IMPORTED, rows["external_reference"])
        again = rows.filter(pl.col("external_reference").is_in(list(imported))).height if imported else 0
        if again:
            rows = rows.filter(~pl.col("external_reference").is_in(list(imported)).fill_null(False))
        problems = [
            p for name, query in TAKEN.items() for p in await self._taken(connection, checker, rows, name, query)
        ]
        nameless = rows.filter(pl.all_horizontal(pl.col(UNIQUE).is_null()))[LINE]
        reason = "has no member number, phone, e-mail, card or reference to know the member by"
        problems += [checker.problem("member_no", line, None, reason) for line in nameless]
        return checker.without(replace(checked, rows=rows), problems), again

    async def write(self, connection: Connection, rows: pl.DataFrame) -> dict[str, int]:
        """Adds the rows and says how many of what."""
        return await add_members(connection, made(rows, self.words, self.now))

    async def _taken(
        self, connection: Connection, checker: Checker, rows: pl.DataFrame, name: str, query: str
    ) -> list[Problem]:
        taken = await among(connection, query, rows[name])
        clashes = rows.filter(pl.col(name).is_in(list(taken))) if taken else rows.clear()
        return [
            checker.problem(name, *row, "belongs to another member") for row in clashes.select(LINE, name).iter_rows()
        ]


def _person(now: datetime) -> list[Field]:
    phones = ("mobile", "mobile_phone", "telephone", "手机", "手机号", "电话")
    mails = ("e_mail", "mail", "email_address", "邮箱", "电子邮箱")
    genders = "is not a gender (female, male, other, undisclosed)"
    return [
        text("name", ("full_name", "姓名", "会员姓名"), 200),
        text("latin_name", ("pinyin", "拼音"), 200),
        Field("phone", phones, _phone, "is not a phone number"),
        Field("email", mails, _email, "is not an e-mail address", (too_long(254),)),
        day("birthday", ("birth_date", "date_of_birth", "dob", "生日", "出生日期"), now),
        one_of("gender", ("sex", "性别"), GENDERS, genders),
    ]


def _balances(now: datetime, zone: ZoneInfo) -> list[Field]:
    return [
        whole_number("points", ("points_balance", "积分", "积分余额")),
        moment("points_expire_at", ("points_expiry", "积分到期"), now, zone, may_come=True),
        whole_number("growth", ("growth_value", "成长值")),
    ]


async def members(connection: Connection, currency: str, now: datetime, zone: ZoneInfo) -> Members:
    return Members(await words(connection, now, zone), now, zone)


def _phone(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(r"[ \-()./]", "")
    return pl.when(plain.str.contains(r"^\+?\d{5,20}$")).then(plain)


def _email(text: pl.Expr) -> pl.Expr:
    lower = text.str.to_lowercase()
    return pl.when(lower.str.contains(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")).then(lower)
