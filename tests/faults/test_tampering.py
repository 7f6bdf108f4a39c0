import random

from tests.faults.tampering import KINDS, tamper


async def test_whatever_is_done_to_the_audit_log_is_found(fresh_url: str) -> None:
    found = await tamper(fresh_url, random.Random(23), 63)
    assert set(found) == {kind.__name__ for kind in KINDS}
