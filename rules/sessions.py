"""How long somebody stays signed in, and what tries of a password are counted by."""

from datetime import timedelta
from hmac import compare_digest, digest

from rules.attempts import BY_ADDRESS, Counted, Limit, network
from rules.secrecy import key_for

LASTS = timedelta(hours=12)
"From the sign-in on, whatever is done."
IDLE = timedelta(hours=2)
"Without anything being done."
STEP_LASTS = timedelta(minutes=10)
"Between the password and the sign-in code."
RENEWED_OVERLAP = timedelta(seconds=30)
"A renewed session answers to its old token for so long, for requests that were on their way."
BY_NAME = Limit(10, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=12))
BY_BROWSER = Limit(20, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=12))
"A browser in which the person signed in before is counted by itself: who guesses elsewhere does not keep it out."
RECOVERIES = Limit(3, timedelta(minutes=15), timedelta(hours=4), timedelta(hours=12))
RECOVERIES_BY_ADDRESS = Limit(20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))


def sign_in_tries(secret: str, username: str, known: str, address: str) -> tuple[Counted, Counted]:
    """By whom or what a try is counted: first the person, then the place. `known` is the browser's own cookie."""
    nonce = known.partition(".")[0]
    is_known = bool(nonce) and compare_digest(known, known_browser(secret, username, nonce))
    person = Counted("browser", nonce, BY_BROWSER) if is_known else by_name(username)
    return person, Counted("sign-in place", network(address), BY_ADDRESS)


def by_name(username: str) -> Counted:
    return Counted("sign-in", username, BY_NAME)


def known_browser(secret: str, username: str, nonce: str) -> str:
    """What a browser keeps in which this person signed in: it proves that, and lets nobody in."""
    proof = digest(key_for(secret, "known browser"), f"{username.strip().casefold()} {nonce}".encode(), "sha256")
    return f"{nonce}.{proof.hex()}"


def recovery_tries(named: str, address: str) -> tuple[Counted, Counted]:
    place = Counted("recovery place", network(address), RECOVERIES_BY_ADDRESS)
    return Counted("recovery", named, RECOVERIES), place
