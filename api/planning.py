"""Makes the desk of an installation."""

from api.answering import Desk
from resolvers.planner.plans import Planner
from resolvers.planner.pruning import Pruner
from resolvers.planner.statement import Surroundings
from schema.build import GRAPHQL, catalog
from settings import Settings


def desk_for(settings: Settings, url: str) -> Desk:
    """Raises DoesNotFit if the schema promises what no table keeps."""
    known = catalog()
    surroundings = Surroundings(settings.currency, settings.signing_key().decode(), settings.time_zone)
    planner = Planner(known, Pruner(GRAPHQL, known, {}), surroundings, url, settings.pool_size)
    return Desk(planner, GRAPHQL, settings.zone)
