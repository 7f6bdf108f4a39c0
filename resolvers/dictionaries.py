"""How dictionaries are read."""

from models.dictionaries import DictionaryItem
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row

ENTITIES = [
    Entity(
        "DictionaryItem",
        DictionaryItem,
        "dic",
        filters={"dictionary": Text(lambda row: row.col("dictionary"), exact=True)},
    )
]


class OfDictionary:
    """The values of the dictionary that an argument names, as long as they may be chosen."""

    def sql(self, row: Row, selected: Selected) -> str:
        named = row.statement.argument(selected.arguments()["dictionary"], "text", str)
        kept = Many(
            "DictionaryItem",
            lambda item, _: f"{item.col('dictionary')} = {named} AND {item.col('is_active')}",
            order="label",
        )
        return kept.sql(row, selected)


QUERIES = {"dictionaryItems": OfDictionary()}
