"""What is filled into the sentences of a ticket: the member's own order, points, store, card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record

from actions.demo.chance import Chance
from actions.demo.tickets.scenes import phrases
from rules.members import Gender
from rules.money import CURRENCY_DIGITS, to_major

SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£", "JPY": "¥"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
TIERS = ("MEMBER", "SILVER", "GOLD", "PLATINUM")
SOMETHING = {"en": "the bread", "zh": "面包"}
TITLES = {Gender.FEMALE.value: "女士", Gender.MALE.value: "先生"}
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")


@dataclass(frozen=True, slots=True)
class About:
    """The things that one ticket is about."""

    member: Record
    order: Record
    store: str
    product: str | None
    coupon: str | None
    staff: str
    currency: str

    @property
    def language(self) -> str:
        return language_of(self.member)

    def slots(self, chance: Chance) -> dict[str, Any]:
        """A value for every slot. Amounts are written with the currency's sign."""
        member, order, zh = self.member, self.order, self.language == "zh"
        tier = TIERS.index(member["tier"]) if member["tier"] in TIERS else 0
        tiers = phrases(self.language)["tiers"]
        return {
            "name": address(member),
            "staff": self.staff if zh else self.staff.split()[0],
            "order": order["number"],
            "date": _day(order["at"], self.language),
            "amount": self._money(order["total"]),
            "refund": self._money(max(50, round(order["total"] * chance.between(0.08, 0.5)))),
            "points": order["points_earned"],
            "balance": f"{member['balance']:,}",
            "store": self.store,
            "product": f"“{self.product.partition(', ')[0]}”" if self.product else SOMETHING[self.language],
            "tier": tiers[TIERS[tier]],
            "next_tier": tiers[TIERS[min(tier + 1, len(TIERS) - 1)]],
            "coupon": self.coupon,
            "card": member["card_numbers"].partition("\n")[0],
            "member_no": member["member_no"],
            "phone_tail": (member["phone"] or "0000")[-4:],
            "few": 2 + chance.below(5),
            "minutes": 5 * (3 + chance.below(7)),
            "bonus": chance.pick((50, 80, 100, 120, 150, 200)),
        }

    def _money(self, minor: int) -> str:
        digits = CURRENCY_DIGITS[self.currency]
        return f"{SYMBOLS.get(self.currency, self.currency + ' ')}{to_major(minor, self.currency):,.{digits}f}"


def language_of(member: Record) -> str:
    """Members whose name has a reading in Latin letters write Chinese."""
    return "zh" if member["latin_name"] else "en"


def address(member: Record) -> str:
    """How staff speak to the member: by the first name in English, by the family name in Chinese."""
    name = member["name"] or ""
    if language_of(member) == "en":
        return name.split()[0] if name else "there"
    surname = name[:2] if name.startswith(DOUBLE_SURNAMES) else name[:1]
    title = TITLES.get(member["gender"])
    return surname + title if title else name


def _day(at: datetime, language: str) -> str:
    return f"{at.month}月{at.day}日" if language == "zh" else f"{MONTHS[at.month - 1]} {at.day}"
