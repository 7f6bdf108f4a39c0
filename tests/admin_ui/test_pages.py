"""What the pages answer: to people without a session, to forms without scripts, to hostile names, to a failing API."""

import pytest

from .fake_desk import Browser, FakeDesk, viewer

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def client(desk: FakeDesk) -> Browser:
    return Browser(desk, viewer())


@pytest.fixture
def stranger() -> Browser:
    return Browser(FakeDesk(), None)


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(stranger: Browser) -> None:
    assert stranger.get("/members?status=ACTIVE").headers["location"] == "/login?next=%2Fmembers%3Fstatus%3DACTIVE"


def test_a_part_sends_the_whole_page_to_sign_in(stranger: Browser) -> None:
    answer = stranger.get("/members", headers=HTMX | {"HX-Current-URL": "http://x/members?q=li"})
    assert answer.headers["hx-redirect"] == "/login?next=%2Fmembers%3Fq%3Dli"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(stranger: Browser, target: str) -> None:
    assert 'name="next" value="/"' in stranger.get("/login", params={"next": target}).text
    assert stranger.get("/preferences", params={"next": target, "theme": "dark"}).headers["location"] == "/"


def test_the_sign_in_page_speaks_the_browsers_language(stranger: Browser) -> None:
    assert "登录" in stranger.get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text


def test_hostile_names_are_text(client: Browser) -> None:
    text = client.get("/members").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert '"><img src=x>' not in text


def test_what_is_searched_for_is_text(client: Browser) -> None:
    text = client.get("/members", params={"q": '"><script>x</script>'}).text
    assert "<script>x" not in text


def test_a_page_asks_once_beside_the_views_above_a_list(client: Browser, desk: FakeDesk) -> None:
    for path in ("/", "/members?tier.code=gold", "/members/M-0010482", "/tickets/T-2291", "/palette?q=lin"):
        desk.asked.clear()
        assert client.get(path).status_code == 200
        beside = [document for document, _ in desk.asked if document.startswith(("query Views(", "query ViewRoles"))]
        assert len(desk.asked) - len(beside) == 1, path


def test_a_page_shows_what_it_asked(client: Browser) -> None:
    text = client.get("/members").text
    assert "query Members(" in text
    assert "/explorer?query=" in text


def test_a_form_without_scripts_ends_at_a_readable_address(client: Browser) -> None:
    answer = client.get("/members?name.op=contains&name.value=li&q=&pointsAvailable.gte=10&pointsAvailable.lte=")
    assert answer.headers["location"] == "/members?pointsAvailable.gte=10&name.contains=li"


def test_the_rows_alone_bring_their_address(client: Browser) -> None:
    answer = client.get("/members?q=lin", headers=HTMX | {"HX-Target": "rows", "HX-Trigger-Name": "q"})
    assert answer.headers["hx-replace-url"] == "/members?q=lin"
    assert "<html" not in answer.text
    assert 'id="rows"' in answer.text


def test_paging_goes_on_where_the_page_ended(client: Browser) -> None:
    assert "/members?after=50&amp;row=51" in client.get("/members").text
    second = client.get("/members?after=50&row=51").text
    assert "51–100 of 120" in second
    assert "M-0010482" not in second


def test_chosen_columns_stay_chosen(client: Browser) -> None:
    assert 'data-label="Email"' in client.get("/members?columns=email").text
    assert 'data-label="Email"' in client.get("/members").text


def test_a_masked_field_says_why(client: Browser) -> None:
    text = client.get("/members/M-0010482").text
    assert "Your role sees contact data masked." in text


def test_what_is_not_there_is_said(client: Browser) -> None:
    answer = client.get("/members/M-9")
    assert answer.status_code == 404
    assert "M-9" in answer.text


def test_a_failing_api_is_a_page_with_its_trace(client: Browser, desk: FakeDesk) -> None:
    desk.fail_with = [{"message": "Took too long.", "extensions": {"code": "TIMEOUT", "trace": "abc123"}}]
    answer = client.get("/members")
    assert answer.status_code == 504
    assert "abc123" in answer.text


def test_an_address_that_nobody_knows_is_said(client: Browser, stranger: Browser) -> None:
    assert "This page does not exist" in client.get("/nowhere").text
    assert (client.get("/nowhere").status_code, stranger.get("/favicon.ico").status_code) == (404, 404)


def test_our_own_mistake_is_a_page_with_a_trace(client: Browser, desk: FakeDesk) -> None:
    desk.fail_with = [None]  # type: ignore[list-item]
    answer = client.get("/members")
    assert answer.status_code == 500
    assert "Trace" in answer.text


def test_me_is_the_signed_in_person(client: Browser, desk: FakeDesk) -> None:
    client.get("/tickets?assignee=me")
    assert desk.asked[-1][1]["where"] == {"assignee": {"eq": "stf_1"}}


def test_a_tab_is_loaded_alone(client: Browser, desk: FakeDesk) -> None:
    answer = client.get("/members/M-0010482?tab=points", headers=HTMX | {"HX-Target": "tab"})
    assert "Points entries" in answer.text
    assert "pointsEntries" in desk.asked[-1][0]
    assert "fieldAccess" not in desk.asked[-1][0]


def test_pages_may_not_be_kept_by_others(client: Browser) -> None:
    assert client.get("/members").headers["cache-control"] == "private, no-store"


def test_built_files_stay_inside_their_folder(client: Browser) -> None:
    assert client.get("/static/..%2f..%2fapp.py").status_code == 404


def test_a_saved_view_is_a_tab_with_all_of_it_in_the_address(client: Browser, desk: FakeDesk) -> None:
    view = {"id": "svw_1", "code": "rich", "name": "Rich <b>", "where": {"status": {"eq": "ACTIVE"}}, "orderBy": [],
            "columns": ["name", "email"], "layout": {}, "variables": {"where": {"status": {"eq": "ACTIVE"}}},
            "hiddenColumns": ["phone"], "hiddenFilters": ["tags"], "isMine": True, "isQueue": False,
            "sharing": "MINE"}  # fmt: skip
    desk.data["savedViews"] = [view]
    text = client.get("/members").text
    assert 'href="/members?status=ACTIVE&amp;columns=name,email&amp;view=rich"' in text
    assert "Rich &lt;b&gt;" in text
    assert client.get("/members?view=rich").headers["location"] == "/members?status=ACTIVE&columns=name,email&view=rich"
    opened = client.get("/members?status=ACTIVE&columns=name,email&view=rich").text
    assert "also filters by tags" in opened
    assert "your roles do not read: phone" in opened


def test_what_chips_cannot_say_of_a_view_counts_all_the_same(client: Browser, desk: FakeDesk) -> None:
    where = {"not": {"status": {"eq": "ACTIVE"}}}
    view = {"id": "svw_1", "code": "odd", "name": "Odd", "where": where, "orderBy": [], "columns": [], "layout": {},
            "variables": {"where": where}, "hiddenColumns": [], "hiddenFilters": [], "isMine": True, "isQueue": False,
            "sharing": "MINE"}  # fmt: skip
    desk.data["savedViews"] = [view]
    client.get("/members?view=odd&tier.code=gold")
    assert desk.asked[-1][1]["where"] == {"and": [where, {"tier": {"code": {"eq": "gold"}}}]}
