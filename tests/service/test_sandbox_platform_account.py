"""The platform of the Sandbox over real HTTP: signing in, balance, licences, budgets."""

from __future__ import annotations

import pytest
import requests
from support.platform_client import BOX, PNEO_ANALYTIC, REALM, PlatformClient, signed_in, square
from support.workflow_client import MORNING

from up42_jobs.sandbox import Sandbox


@pytest.fixture
def sandbox():
    """A Sandbox whose clock is stopped until a test moves it."""
    with Sandbox(now=MORNING) as running:
        running.clock.speed(0)
        yield running


@pytest.fixture
def client(sandbox):
    """A signed-in client."""
    return PlatformClient(sandbox)


def budget_id(client, name):
    budgets = client.data("GET", "/v2/budgets")["content"]
    return next(each["id"] for each in budgets if each["name"] == name)


def test_a_password_with_signs_that_need_care_signs_in_for_five_minutes(sandbox):
    answer = signed_in(sandbox).json()
    assert all(sign in sandbox.password for sign in "&+% é")
    assert (answer["token_type"], answer["expires_in"], answer["refresh_expires_in"]) == ("Bearer", 300, 1800)
    bearer = {"Authorization": "Bearer " + answer["access_token"]}
    user = requests.get(f"{sandbox.auth_url}{REALM}/userinfo", headers=bearer, timeout=10).json()
    assert user["preferred_username"] == sandbox.user
    assert user["sub"] == sandbox.shared.account.workspace_id


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"password": "wrong"}, 401, "invalid_grant"),
        ({"username": "bob@sandbox.example"}, 401, "invalid_grant"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "a.b.c"}, 400, "invalid_grant"),
    ],
)
def test_a_sign_in_that_fails_is_told_in_the_words_of_keycloak(sandbox, form, status, error):
    answer = signed_in(sandbox, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


def test_only_a_form_body_signs_in(sandbox):
    fields = {"grant_type": "password", "username": sandbox.user, "password": sandbox.password, "client_id": "up42-api"}
    url = f"{sandbox.auth_url}{REALM}/token"
    assert requests.post(url, json=fields, timeout=10).status_code == 400
    assert requests.post(url, params=fields, timeout=10).status_code == 400


def test_an_access_value_ends_and_a_refresh_value_gives_another(sandbox, client):
    refresh = signed_in(sandbox).json()["refresh_token"]
    sandbox.clock.advance(301)
    assert client.send("GET", "/v2/payments/balances").status_code == 401
    assert client.send("GET", f"{REALM}/userinfo").json()["error"] == "invalid_token"
    renewed = signed_in(sandbox, grant_type="refresh_token", refresh_token=refresh, username=None, password=None)
    fresh = renewed.json()["access_token"]
    assert client.send("GET", "/v2/orders", headers={"Authorization": f"Bearer {fresh}"}).status_code == 200
    # A refresh token is not an access value.
    assert client.send("GET", "/v2/orders", headers={"Authorization": f"Bearer {refresh}"}).status_code == 401


def test_the_access_values_of_one_generation_do_not_open_the_other(sandbox, client):
    project = requests.post(
        sandbox.api_url + "/oauth/token",
        auth=(sandbox.project_id, sandbox.project_key),
        data={"grant_type": "client_credentials"},
        timeout=10,
    ).json()["access_token"]
    bearer = {"Authorization": f"Bearer {project}"}
    assert requests.get(sandbox.api_url + "/v2/orders", headers=bearer, timeout=10).status_code == 401
    assert client.send("GET", f"/projects/{sandbox.project_id}").status_code == 401


def test_every_part_but_the_collections_asks_for_an_access_value(sandbox):
    for path in ("/v2/payments/balances", "/v2/orders", "/v2/assets", "/v2/assets/stac/", "/v2/catalog/", "/v2/eulas"):
        assert requests.get(sandbox.api_url + path, timeout=10).status_code == 401
    assert requests.get(sandbox.api_url + "/v2/collections", timeout=10).status_code == 200


def test_both_generations_spend_from_one_balance(sandbox, client):
    assert client.balance() == sandbox.options.balance == sandbox.books.available
    sandbox.books.hold(sandbox.clock.timestamp(), "a job", 430)
    assert client.balance() == sandbox.options.balance - 430


def test_the_balance_of_an_earlier_time_is_told(sandbox, client):
    before = sandbox.now().isoformat()
    sandbox.clock.advance(60)
    body = client.order_body()
    credits = client.estimate(body)["summary"]["totalCredits"]
    client.fulfilled(body)
    assert client.balance() == sandbox.options.balance - credits
    earlier = client.send("GET", "/v2/payments/balances", params={"balanceAt": before}).json()
    assert earlier["available"]["amount"] == sandbox.options.balance
    later = client.send("GET", "/v2/payments/balances", params={"balanceAt": sandbox.now().isoformat()}).json()
    assert later["available"]["amount"] == client.balance()


@pytest.mark.parametrize(
    ("role", "balance", "placing"), [("ADMIN", 200, 201), ("MEMBER", 403, 201), ("VIEWER", 403, 403)]
)
def test_what_a_role_may_see_and_do(role, balance, placing):
    with Sandbox(now=MORNING, role=role) as sandbox:
        client = PlatformClient(sandbox)
        assert client.send("GET", "/v2/payments/balances").status_code == balance
        answer = client.send("POST", f"/v2/orders?workspaceId={client.workspace}", client.order_body())
        assert answer.status_code == placing
        assert len(sandbox.orders) == (placing == 201)


def test_a_role_that_does_not_exist_is_told_at_once():
    with pytest.raises(ValueError, match="role must be one of"):
        Sandbox(role="OWNER")


def test_a_licence_stands_in_the_way_until_it_is_accepted(sandbox, client):
    products = client.data("GET", "/v2/collections/pneo")["dataProducts"]
    eula = next(each["eulaId"] for each in products if each["id"] == PNEO_ANALYTIC)
    licence = client.data("GET", f"/v2/eulas/{eula}")
    assert licence["isAccepted"] is False
    assert "acceptedAt" not in licence
    body = client.order_body(square(*BOX), product=PNEO_ANALYTIC, scene=client.covering("pneo"))
    place = f"/v2/orders?workspaceId={client.workspace}"
    assert client.estimate(body)["errors"] == []
    assert client.refusal("POST", place, body) == (451, f"EULA {eula} is not accepted")
    assert requests.post(f"{sandbox.api_url}/sandbox/eulas/{eula}", timeout=10).json()["isAccepted"] is True
    assert client.data("GET", f"/v2/eulas/{eula}")["acceptedById"] == client.workspace
    assert len(client.place(body)["results"]) == 1


def test_a_restricted_collection_can_be_searched_but_not_ordered(sandbox, client):
    collection = client.data("GET", "/v2/collections/bjn")
    assert "ACCESS_APPROVAL_REQUIRED" in collection["integrations"]
    scene = client.covering("bjn", "21at")
    body = client.order_body(product=collection["dataProducts"][0]["id"], scene=scene)
    # Less than 10 km² is charged as 10 km².
    assert client.estimate(body)["summary"] == {"totalCredits": 12000, "totalSize": 10.0, "unit": "SQ_KM"}
    place = f"/v2/orders?workspaceId={client.workspace}"
    status, told = client.refusal("POST", place, body)
    assert (status, told.startswith("Access to collection bjn is restricted for account ")) == (451, True)
    assert requests.post(f"{sandbox.api_url}/sandbox/access/bjn", timeout=10).status_code == 204
    assert len(client.place(body)["results"]) == 1


def test_budgets_are_paged_filtered_and_charged(sandbox, client):
    first = client.data("GET", "/v2/budgets?size=3")
    assert (first["totalPages"], len(first["content"])) == (2, 3)
    states = [each["status"] for each in client.data("GET", "/v2/budgets?status=INACTIVE")["content"]]
    assert states == ["INACTIVE"]
    id = budget_id(client, "Harbour survey")
    order = client.fulfilled(client.order_body(budgetId=id))
    used = sandbox.orders[0]["creditsUsed"]
    assert client.order(order)["budgetId"] == id
    assert client.data("GET", f"/v2/budgets/{id}/usage") == {"budgetId": id, "consumedCredits": used}
    shown = client.data("GET", f"/v2/budgets/{id}?includeUsage=True")
    assert (shown["consumedCredits"], shown["remainingCredits"]) == (used, shown["spendLimit"] - used)
    assert "consumedCredits" not in client.data("GET", f"/v2/budgets/{id}")


def test_a_budget_that_is_used_up_inactive_or_unknown_refuses(client):
    place = f"/v2/orders?workspaceId={client.workspace}"
    (error,) = client.place(client.order_body(budgetId=budget_id(client, "Training")))["errors"]
    assert (error["index"], error["message"]) == (0, "Budget exceeded")
    assert client.refusal("POST", place, client.order_body(budgetId=budget_id(client, "Last year")))[0] == 400
    assert client.refusal("POST", place, client.order_body(budgetId="none"))[0] == 404
    assert client.balance() == client.sandbox.options.balance


def test_an_account_that_enforces_budgets_refuses_orders_without_one():
    with Sandbox(now=MORNING, budgets_enforced=True) as sandbox:
        client = PlatformClient(sandbox)
        assert client.data("GET", "/v2/budgets/settings")["enforcementEnabled"] is True
        place = f"/v2/orders?workspaceId={client.workspace}"
        assert client.refusal("POST", place, client.order_body())[0] == 400
        assert client.place(client.order_body(budgetId=budget_id(client, "Without limit")))["errors"] == []
