"""How particular prices are read and kept."""

from actions import prices
from actions.once import Written
from models.prices import Price
from resolvers.ids import by_id
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from resolvers.saving import columns_of

OF_PRODUCT = Connection("Price", lambda price, product: f"{price.col('product_id')} = {product.key}")
PRICE_KEY = Entity("Price", Price, "prc")


def _code(name: str, table: str = "") -> Among:
    """Of the row that the price refers to."""

    def held(row: Row) -> str:
        return f"FROM {table or name} held WHERE held.id = {row.col(f'{name}_id')}"

    return Among(held, "held.code", exact=True)


ENTITIES = [
    Entity(
        "Price",
        Price,
        "prc",
        fields={"versions": versions("Price")},
        filters={
            "id": by_id(PRICE_KEY),
            "product": _code("product"),
            "store": _code("store"),
            "unit": _code("unit", "organization_unit"),
            "tier": _code("tier"),
            "isMembersOnly": Compare(lambda row: row.col("is_members_only"), "bool"),
            "startsOn": Compare(lambda row: row.col("starts_on"), "date"),
            "endsOn": Compare(lambda row: row.col("ends_on"), "date"),
            "isActive": Compare(lambda row: row.col("is_active"), "bool"),
        },
        orders={
            "STARTS_ON": OrderBy(lambda row: f"coalesce({row.col('starts_on')}, '0001-01-01')", "date"),
            "NAME": OrderBy(lambda row: f"lower({row.col('name')})", "text"),
            "AMOUNT": OrderBy(lambda row: row.col("amount"), "numeric"),
        },
        default_order=(("STARTS_ON", "DESC"),),
    ),
]

QUERIES = {"prices": Connection("Price"), "price": Lookup("Price")}


async def _save(call: Call) -> Written:
    given = {name: value for name, value in call.given["input"].items() if name != "id"}
    codes = {name: given[name] for name in prices.NAMED.values() if name in given}
    columns = columns_of(given, call.currency)
    price, expected = call.found.get("input.id"), call.given.get("expectedVersion")
    return await prices.save_price(call.connection, call.by, price, columns, codes, expected, call.at)


MUTATIONS = {
    "priceSave": Verb(_save, "program.edit", {"input.id": "Price"}, {"price": "Price", "changeSet": "ChangeSet"})
}
