"""Makes the desk of an installation."""

from email.utils import parseaddr
from functools import cache

from actions.inbound import Door
from actions.mail import Post
from actions.program import Programs
from api.answering import Desk
from api.messaging import Carrier
from api.paying import Payer
from api.rates import Rates
from database.writing import WriteConnections
from jobs.collecting import Box, Mailbox, Maildir
from jobs.mail import Compose, Postman
from resolvers.audiences import Audiences
from resolvers.planner.approving import Gate
from resolvers.planner.changing import Changer
from resolvers.planner.plans import Planner
from resolvers.planner.pruning import Pruner
from resolvers.planner.sights import Sights
from resolvers.planner.statement import Say, Surroundings, in_english
from resolvers.registry import ASKED, MUTATIONS
from rules.inbound.finding import plain_address
from schema.build import GRAPHQL, catalog
from settings import Settings


def desk_for(settings: Settings, url: str, replica_url: str | None = None, say: Say = in_english) -> Desk:
    """Reads from the replica, if there is one; `say` says refusals in the caller's language.

    Raises DoesNotFit if the schema promises what no table keeps.
    """
    pruner = _pruner()
    known = pruner.catalog
    programs = Programs(settings.currency, settings.zone)
    writes, secret = WriteConnections(url, settings.pool_size), settings.signing_key().decode()
    post = _post(settings)
    gate = Gate(MUTATIONS)
    surroundings = Surroundings(
        settings.currency, secret, settings.time_zone, programs, gate, say, writes, post, Sights(pruner)
    )
    programs.audiences = Audiences(known, surroundings, GRAPHQL.type_map["MemberWhere"])
    planner = Planner(known, pruner, surroundings, replica_url or url, settings.pool_size, url)
    gate.planner = planner
    return Desk(planner, Changer(planner, MUTATIONS, writes), GRAPHQL, settings.zone, Rates(url))


def postman_for(settings: Settings, compose: Compose) -> Postman | None:
    """None if mail is not set up."""
    if settings.smtp_url is None:
        return None
    return Postman(settings.smtp_url, settings.mail_from, settings.signing_key().decode(), compose)


def carrier_for(settings: Settings) -> Carrier | None:
    """None if MESSAGE_URL is not set: then no text and app messages go out."""
    if settings.message_url is None:
        return None
    return Carrier(settings.message_url, settings.message_secret or "")


def _post(settings: Settings) -> Post:
    reply_to = settings.reply_to or parseaddr(settings.mail_from)[1]
    return Post(settings.public_url, settings.smtp_url is not None, settings.signing_key().decode(), reply_to)


def door_of(settings: Settings) -> Door:
    """What mail that comes in is judged by."""
    own = {parseaddr(settings.mail_from)[1].lower(), plain_address(settings.reply_to or "").lower()} - {""}
    return Door(own, _post(settings))


def boxes_of(settings: Settings) -> list[Box]:
    """Where mail is fetched from."""
    mailbox = [Mailbox(settings.imap_url)] if settings.imap_url else []
    return [*mailbox, *([Maildir(settings.maildir)] if settings.maildir else [])]


def payer_for(settings: Settings) -> Payer:
    secret = settings.signing_key().decode()
    return Payer(settings.public_url, settings.currency, settings.zone, settings.payments_inside, secret)


@cache
def _pruner() -> Pruner:
    """It is the same for every desk of a process."""
    permissions = ASKED | {name: verb.permission for name, verb in MUTATIONS.items()}
    return Pruner(GRAPHQL, catalog(), permissions)
