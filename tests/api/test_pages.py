"""What goes with every page: headers that keep a browser from doing what a page did not mean."""

import re

import pytest

from tests.api.conftest import House, sign_in

PAGES = ("/", "/members", "/members/M-0000001", "/nothing/here", "/login", "/palette?q=lin", "/explorer")


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_comes_with_safe_headers(house: House, path: str) -> None:
    async with house.client() as client:
        await sign_in(client)
        headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_carries_scripts_or_styles_in_its_text(house: House, path: str) -> None:
    async with house.client() as client:
        await sign_in(client)
        text = (await client.get(path)).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|https?://(?!127)", text)


@pytest.mark.parametrize("path", ["/", "/members", "/members/M-0000001", "/explorer", "/palette?q=lin", "/audit"])
async def test_a_stranger_sees_the_sign_in_page_only(house: House, path: str) -> None:
    async with house.client() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login")
    assert not answer.content


async def test_pages_of_a_person_are_not_kept_by_others(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        assert "private" in (await client.get("/members")).headers["cache-control"]


async def test_the_schema_as_text_is_sent_once(house: House) -> None:
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        first = await client.get("/graphql/schema.graphql")
        again = await client.get("/graphql/schema.graphql", headers={"if-none-match": first.headers["etag"]})
    assert "type Query" in first.text
    assert first.headers["x-schema-fingerprint"] == first.headers["etag"].strip('"')
    assert (again.status_code, again.content) == (304, b"")


async def test_the_schema_as_text_is_the_callers_own(house: House) -> None:
    token = await house.new_token("storefront")
    async with house.client(headers={"authorization": f"Bearer {token}"}) as client:
        text = (await client.get("/graphql/schema.graphql")).text
    assert "type Member " not in text
    assert "latinName" not in text
    assert "type Tier " in text
