"""Filters as people say them: "Tier is Gold", "Last order in the last 30 days"."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLEnumType, GraphQLSchema, get_named_type

from admin_ui.formats import Formats
from admin_ui.labels import field_label, value_label
from admin_ui.panels.filters import ME, RELATIVE, Condition
from admin_ui.panels.grammar import Filter
from admin_ui.panels.shapes import Shape, filter_input
from admin_ui.words import Words

Names = Mapping[str, str]
"Texts of the values of a filter with choices."


@dataclass(frozen=True)
class Speaker:
    """Says the filters of one list in one language."""

    formats: Formats
    schema: GraphQLSchema
    shape: Shape

    @property
    def words(self) -> Words:
        return self.formats.words

    def label(self, declared: Filter) -> str:
        owner, name = self.owner(declared.field)
        return self.words.pgettext(owner, declared.label or field_label(owner, name))

    def help(self, declared: Filter) -> str:
        found = self.described(declared)
        return self.words.gettext(found) if found else ""

    def described(self, declared: Filter) -> str:
        """What the schema says of the field that is filtered by."""
        owner, name = self.owner(declared.field)
        fields = getattr(self.schema.type_map.get(owner), "fields", {})
        return (fields[name].description or "").strip() if name in fields else ""

    def kind(self, declared: Filter) -> str:
        """Which form a filter takes: choices, yes, range, time, text."""
        given = filter_input(self.shape.where, declared.field)
        taken = get_named_type((given.fields.get("eq") or next(iter(given.fields.values()))).type) if given else None
        if declared.choices or isinstance(taken, GraphQLEnumType):
            return "choices"
        name = taken.name if taken else "String"
        if given and "relative" in given.fields:
            return "time"
        return {"Boolean": "yes", "Int": "range", "Points": "range", "Decimal": "range"}.get(name, "text")

    def operators(self, declared: Filter) -> frozenset[str]:
        given = filter_input(self.shape.where, declared.field)
        return frozenset(given.fields) if given else frozenset()

    def enum_choices(self, declared: Filter) -> dict[str, str]:
        enum = self._enum(declared.field)
        return {v: self.words.pgettext(enum.name, value_label(enum.name, v)) for v in enum.values} if enum else {}

    def phrase(self, condition: Condition, names: Names) -> str:
        """What follows the label: "is Gold"."""
        words, first = self.words, condition.values[0]
        if condition.operator == "relative":
            return self._relative(first)
        if condition.operator == "isNull":
            return words.gettext("is empty") if first == "true" else words.gettext("is not empty")
        values = [self._value(condition, v, names) for v in condition.values]
        operator = condition.operator + ("+" if len(values) > 1 else "")
        is_time = self.kind(Filter(condition.path)) == "time"
        sentence = (is_time and _TIMES.get(operator)) or _SENTENCES[operator]
        return words.gettext(sentence) % {"value": self.formats.list_joint.join(values)}

    def _relative(self, text: str) -> str:
        way, number, unit = RELATIVE.fullmatch(text).groups()  # type: ignore[union-attr]
        one, many = _SPANS[way, unit]
        return self.words.ngettext(one, many, int(number)) % {"num": number}

    def _value(self, condition: Condition, value: str, names: Names) -> str:
        if value in names:
            return names[value]
        enum = self._enum(condition.path)
        if enum:
            return self.words.pgettext(enum.name, value_label(enum.name, value))
        kind = self.kind(Filter(condition.path))
        if kind == "range":
            return self.formats.number(value)
        if kind == "time":
            return self.formats.day(value)
        if value in ("true", "false"):
            return self.words.gettext("yes") if value == "true" else self.words.gettext("no")
        return self.words.gettext("me") if value == ME else value

    def _enum(self, path: tuple[str, ...]) -> GraphQLEnumType | None:
        given = filter_input(self.shape.where, path)
        taken = get_named_type(given.fields["eq"].type) if given and "eq" in given.fields else None
        return taken if isinstance(taken, GraphQLEnumType) else None

    def owner(self, path: tuple[str, ...]) -> tuple[str, str]:
        """The type that a filter's last word is a field of: `tier.rank` is a rank of Tier."""
        owner = self.shape.type.name
        given = self.shape.where
        for name in path[:-1]:
            given = get_named_type(given.fields[name].type) if given else None
            owner = given.name.removesuffix("Where") if given else owner
        return owner, path[-1]


def _(text: str) -> str:
    """Marks a message for the catalog."""
    return text


def _n(one: str, many: str) -> tuple[str, str]:
    return one, many


_SENTENCES = {
    "is": _("is %(value)s"), "is+": _("is any of %(value)s"), "not": _("is not %(value)s"),
    "not+": _("is none of %(value)s"), "contains": _("contains “%(value)s”"),
    "startsWith": _("starts with “%(value)s”"),
    "gt": _("is more than %(value)s"), "gte": _("is at least %(value)s"), "lt": _("is less than %(value)s"),
    "lte": _("is at most %(value)s"),
}  # fmt: skip
_TIMES = {"gte": _("on or after %(value)s"), "lt": _("before %(value)s"), "is": _("on %(value)s")}
_SPANS = {
    ("last", "minute"): _n("in the last %(num)s minute", "in the last %(num)s minutes"),
    ("last", "hour"): _n("in the last %(num)s hour", "in the last %(num)s hours"),
    ("last", "day"): _n("in the last %(num)s day", "in the last %(num)s days"),
    ("last", "week"): _n("in the last %(num)s week", "in the last %(num)s weeks"),
    ("last", "month"): _n("in the last %(num)s month", "in the last %(num)s months"),
    ("last", "year"): _n("in the last %(num)s year", "in the last %(num)s years"),
    ("next", "minute"): _n("in the next %(num)s minute", "in the next %(num)s minutes"),
    ("next", "hour"): _n("in the next %(num)s hour", "in the next %(num)s hours"),
    ("next", "day"): _n("in the next %(num)s day", "in the next %(num)s days"),
    ("next", "week"): _n("in the next %(num)s week", "in the next %(num)s weeks"),
    ("next", "month"): _n("in the next %(num)s month", "in the next %(num)s months"),
    ("next", "year"): _n("in the next %(num)s year", "in the next %(num)s years"),
}  # fmt: skip
