"""Which files look like those of one person: SQL over `member` rows called `a` and `b`, each sign with an index."""

from collections.abc import Iterable

from rules.duplicates import WEIGHTS, DuplicateReason

OPEN = "status IN ('ACTIVE', 'FROZEN', 'CANCELLED')"
LONGEST_END = 9
"Digits of a phone number that are the same with and without a country code."
_END = (
    f"right(b.phone, {LONGEST_END}) = right(a.phone, {LONGEST_END})"
    f" AND length(a.phone) >= {LONGEST_END} AND length(b.phone) >= {LONGEST_END}"
)
_SIMILAR = "(name_letters(b.name) = name_letters(a.name) AND fold(b.name) <> fold(a.name))"
_LATIN = "coalesce(name_letters(b.latin_name) = name_letters(a.latin_name) AND fold(b.name) <> fold(a.name), false)"
_NEIGHBOR = """
    member_address x JOIN member_address y ON fold(y.street) = fold(x.street) AND y.city IS NOT DISTINCT FROM x.city
        AND y.member_id <> x.member_id
    JOIN member b ON b.id = y.member_id
"""
SIGNS: dict[DuplicateReason, tuple[str, str]] = {
    DuplicateReason.SAME_PHONE: ("member b", _END),
    DuplicateReason.SAME_MAILBOX: ("member b", "mailbox(b.email) = mailbox(a.email)"),
    DuplicateReason.SAME_NAME_AND_BIRTHDAY: ("member b", "b.birthday = a.birthday AND fold(b.name) = fold(a.name)"),
    DuplicateReason.SIMILAR_NAME_AND_BIRTHDAY: ("member b", f"b.birthday = a.birthday AND ({_SIMILAR} OR {_LATIN})"),
    DuplicateReason.SIMILAR_NAME_AND_ADDRESS: (
        _NEIGHBOR,
        "x.member_id = a.id AND name_letters(b.name) = name_letters(a.name)",
    ),
}
"Where the other file comes from, and when it looks like this one."
ALIKE: dict[DuplicateReason, list[str]] = {
    DuplicateReason.SIMILAR_NAME_AND_BIRTHDAY: [
        f"b.birthday = a.birthday AND {_SIMILAR}",
        "b.birthday = a.birthday AND name_letters(b.latin_name) = name_letters(a.latin_name)"
        " AND fold(b.name) <> fold(a.name)",
    ],
}
"The same as equalities, one by one, where all files are compared at once: each can be joined by hashing."

_SCORED = (
    "round(100 * (1 - exp(sum(ln(1 - weight)))))::int AS score,"
    " array_to_json(array_agg(reason ORDER BY reason)) AS reasons"
)


def like(own: str, reasons: Iterable[DuplicateReason], seen: str) -> str:
    """Rows (other_id, score, reasons) of the files that look like one; `own` are its columns.

    `seen` is a condition on `b`.
    """
    found = " UNION ".join(
        f"SELECT b.id AS other_id, '{reason}' AS reason, {WEIGHTS[reason]} AS weight FROM {source}"
        f" WHERE {condition} AND b.id <> a.id AND b.{OPEN} AND {seen}"
        for reason, (source, condition) in ((reason, SIGNS[reason]) for reason in reasons)
    )
    return (
        f"SELECT other_id, {_SCORED} FROM (SELECT {own}) a CROSS JOIN LATERAL ({found}) sign"
        f" WHERE a.{OPEN} GROUP BY other_id ORDER BY score DESC, other_id"
    )


def pairs(reasons: Iterable[DuplicateReason], seen: str) -> str:
    """Rows (one_id, other_id, score, reasons) of all files that look alike, each pair once. `seen` is about `{}`."""
    both = f"a.{OPEN} AND b.{OPEN} AND {seen.format('a')} AND {seen.format('b')}"
    found = " UNION ".join(
        f"SELECT a.id AS one_id, b.id AS other_id, '{reason}' AS reason, {WEIGHTS[reason]} AS weight"
        f" FROM member a, {SIGNS[reason][0]} WHERE {condition} AND a.id < b.id AND {both}"
        for reason in reasons
        for condition in ALIKE.get(reason, [SIGNS[reason][1]])
    )
    return (
        f"SELECT one_id, other_id, {_SCORED} FROM ({found}) sign GROUP BY one_id, other_id"
        " ORDER BY score DESC, one_id, other_id"
    )
