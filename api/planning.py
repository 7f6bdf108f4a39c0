"""Makes the desk of an installation."""

from api.answering import Desk
from database.writing import WriteConnections
from resolvers.planner.plans import Planner
from resolvers.planner.pruning import Pruner
from resolvers.planner.statement import Surroundings
from resolvers.planner.verbs import Changer, Say, in_english
from resolvers.registry import MUTATIONS
from schema.build import GRAPHQL, catalog
from settings import Settings


def desk_for(settings: Settings, url: str, replica_url: str | None = None, say: Say = in_english) -> Desk:
    """Reads from the replica, if there is one; `say` says refusals in the caller's language.

    Raises DoesNotFit if the schema promises what no table keeps.
    """
    known = catalog()
    surroundings = Surroundings(settings.currency, settings.signing_key().decode(), settings.time_zone)
    permissions = {name: verb.permission for name, verb in MUTATIONS.items()}
    planner = Planner(known, Pruner(GRAPHQL, known, permissions), surroundings, replica_url or url, settings.pool_size)
    writes = WriteConnections(url, settings.pool_size)
    return Desk(planner, Changer(planner, MUTATIONS, writes, say), GRAPHQL, settings.zone)
