"""How dictionaries are read."""

from models.dictionaries import DictionaryItem
from resolvers.planner.catalog import Entity

ENTITIES = [Entity("DictionaryItem", DictionaryItem, "dic")]
