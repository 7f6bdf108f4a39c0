"""The file of codes: whole, for those who may, and safe in a spreadsheet."""

import csv
from typing import Any
from uuid import uuid4

import pytest

from api.coupon_codes import safe
from tests import make
from tests.api.conftest import House

ADD = """
    WITH counted AS (UPDATE coupon_template SET issued_count = issued_count + 1 WHERE code = 'TEN' RETURNING id)
    INSERT INTO coupon (code, template_id, job_id, issued_at) SELECT $1, id, $2, $3 FROM counted RETURNING id"""


async def made(house: House, count: int = 3) -> Any:
    """A finished job with codes of template TEN."""
    job = await house.tell(
        "INSERT INTO job (kind, status, result_url) VALUES ('coupons.generate', 'SUCCEEDED', '/x') RETURNING id"
    )
    for n in range(count):
        await house.tell(ADD, f"{job.hex[-9:]}{n}", job, make.NOW)
    return job


async def fetched(house: House, job: Any, token: str | None = None) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with house.client(headers=headers) as client:
        return await client.get(f"/files/coupon-codes/{job}")


async def test_the_file_has_every_code_of_the_job(house: House) -> None:
    job = await made(house)
    answer = await fetched(house, job, house.token)
    rows = list(csv.reader(answer.text.splitlines()))
    assert rows[0] == ["code", "template", "valid_from", "valid_until"]
    assert [row[:2] for row in rows[1:]] == [[f"{job.hex[-9:]}{n}", "TEN"] for n in range(3)]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("role", ["customer_service", "supervisor", "finance", "auditor", "storefront"])
async def test_who_may_not_distribute_gets_no_codes(house: House, role: str) -> None:
    answer = await fetched(house, await made(house), await house.new_token(role))
    assert answer.status_code == 403
    assert "TEN" not in answer.text


async def test_nobody_gets_no_codes(house: House) -> None:
    assert (await fetched(house, await made(house))).status_code in (302, 303, 401)


async def test_a_job_that_made_none_has_no_file(house: House) -> None:
    assert (await fetched(house, uuid4(), house.token)).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_a_cell_is_no_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
