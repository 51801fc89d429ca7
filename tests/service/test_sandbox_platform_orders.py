"""Orders of the Sandbox's platform over real HTTP: placement, states, credits, refusals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from support.platform_client import (
    BOX,
    FAR,
    SPOT_DISPLAY,
    PlatformClient,
    square,
)
from support.workflow_client import MORNING

from up42_jobs.sandbox import Fault, Sandbox


@pytest.fixture
def sandbox():
    """A Sandbox whose clock is stopped until a test moves it."""
    with still() as running:
        yield running


@pytest.fixture
def client(sandbox):
    """A signed-in client."""
    return PlatformClient(sandbox)


def still(**options):
    """Returns a Sandbox started with a stopped clock."""
    sandbox = Sandbox(now=MORNING, **options).start()
    sandbox.clock.speed(0)
    sandbox.clock.set(MORNING)
    return sandbox


def states(client, id, moments):
    """Returns the states of an order at seconds after now."""
    seen, passed = [], 0.0
    for moment in moments:
        client.sandbox.clock.advance(moment - passed)
        passed = moment
        seen.append(client.order(id)["status"])
    return seen


def test_several_areas_become_orders_of_their_own_and_one_elsewhere_does_not(client):
    west, south, east, north = BOX
    middle = (west + east) / 2
    areas = (square(west, south, middle, north), FAR, square(middle, south, east, north))
    answer = client.place(client.order_body(*areas, tags=["client-ref:1"]))
    assert [each["index"] for each in answer["results"]] == [0, 2]
    assert [each["index"] for each in answer["errors"]] == [1]
    orders = [client.order(each["id"]) for each in answer["results"]]
    assert [order["displayName"] for order in orders] == ["Harbour 1", "Harbour 3"]
    assert orders[0]["orderDetails"]["aoi"] == areas[0]
    assert all(order["tags"] == ["client-ref:1"] for order in orders)


def test_every_area_can_be_refused_on_demand_although_the_answer_is_good(client):
    client.sandbox.faults.add(Fault("feature_refused", name="The scene was withdrawn"))
    answer = client.place(client.order_body())
    assert answer["results"] == client.sandbox.orders == []
    assert [error["details"] for error in answer["errors"]] == ["The scene was withdrawn"]
    assert client.placed()


def test_an_order_goes_through_its_states_and_its_hold_becomes_consumption(client):
    body = client.order_body()
    credits = client.estimate(body)["summary"]["totalCredits"]
    before = client.balance()
    id = client.placed(body)
    assert client.order(id)["status"] == "CREATED"
    assert client.balance() == before - credits
    assert client.sandbox.books.held == credits
    seen = states(client, id, [0.5, 1.4, 2.0, 3.0, 100.0])
    assert seen == ["BEING_PLACED", "PLACED", "BEING_FULFILLED", "FULFILLED", "FULFILLED"]
    (order,) = client.sandbox.orders
    assert (order["hold"], order["creditsUsed"], client.sandbox.books.held) == (credits, credits, 0)
    assert client.balance() == before - credits


def test_the_seconds_of_an_order_can_be_set():
    with still(order_seconds=60) as sandbox:
        client = PlatformClient(sandbox)
        id = client.placed()
        assert states(client, id, [8, 10, 59, 61]) == ["CREATED", "BEING_PLACED", "BEING_FULFILLED", "FULFILLED"]


@pytest.mark.parametrize(
    ("fault", "seen", "is_charged"),
    [
        (
            Fault("placement_failed", name="recovers"),
            ["PLACEMENT_FAILED", "BEING_PLACED", "PLACED", "BEING_FULFILLED", "FULFILLED"],
            True,
        ),
        (
            Fault("placement_failed", name="given_up"),
            ["PLACEMENT_FAILED", "PLACEMENT_FAILED", "PLACEMENT_FAILED"] + ["FAILED_PERMANENTLY"] * 2,
            False,
        ),
        (
            Fault("order_failed"),
            ["BEING_PLACED", "BEING_FULFILLED", "BEING_FULFILLED"] + ["FAILED_PERMANENTLY"] * 2,
            False,
        ),
    ],
)
def test_orders_that_fail_give_their_credits_back_and_those_that_recover_use_them(client, fault, seen, is_charged):
    before = client.balance()
    client.sandbox.faults.add(fault)
    id = client.placed()
    hold = before - client.balance()
    assert hold > 0
    assert states(client, id, [1.2, 2.2, 2.8, 3.5, 9.0]) == seen
    assert client.balance() == before - (hold if is_charged else 0)
    assert client.sandbox.books.held == 0
    assert client.sandbox.orders[0]["creditsUsed"] == (hold if is_charged else 0)


def test_a_stuck_order_keeps_its_hold(client):
    client.sandbox.faults.add(Fault("order_stuck"))
    id = client.placed()
    assert states(client, id, [200.0]) == ["PLACED"]
    assert client.sandbox.books.held == client.sandbox.orders[0]["hold"] > 0


def test_orders_can_be_cancelled_only_before_they_are_placed_or_when_placing_failed(client):
    before = client.balance()
    early = client.placed()
    answer = client.data("POST", f"/v2/orders/{early}/cancellation")
    assert answer == {"orderId": early, "status": "CANCELED"}
    client.sandbox.faults.add(Fault("placement_failed"))
    waiting = client.placed()
    client.sandbox.clock.advance(50)
    assert client.order(waiting)["status"] == "PLACEMENT_FAILED"
    assert client.data("POST", f"/v2/orders/{waiting}/cancellation")["status"] == "CANCELED"
    assert client.balance() == before
    late = client.placed()
    client.sandbox.clock.advance(1.5)
    status, told = client.refusal("POST", f"/v2/orders/{late}/cancellation")
    assert (status, "is PLACED and cannot be canceled" in told) == (400, True)
    assert client.refusal("POST", "/v2/orders/none/cancellation")[0] == 404
    client.sandbox.clock.advance(10)
    assert client.order(early)["status"] == "CANCELED"


def test_too_few_credits_are_an_error_of_the_feature():
    with still(balance=1500) as sandbox:
        client = PlatformClient(sandbox)
        west, south, east, north = BOX
        areas = (square(west, south, -0.32, north), square(-0.32, south, east, north))
        answer = client.place(client.order_body(*areas))
        assert len(answer["results"]) == 1
        assert (answer["errors"][0]["index"], answer["errors"][0]["message"]) == (1, "Insufficient credits")
        assert client.balance() == 1500 - sandbox.orders[0]["hold"]


def test_too_few_credits_can_be_a_status_that_makes_nothing():
    with still(balance=1500, shortage="status") as sandbox:
        client = PlatformClient(sandbox)
        assert client.refusal("POST", client.place_path, client.order_body())[0] == 402
        assert (sandbox.orders, client.balance()) == ([], 1500)


def test_too_few_credits_can_show_later_as_a_placement_that_fails():
    with still(balance=1500, shortage="later") as sandbox:
        client = PlatformClient(sandbox)
        id = client.placed()
        assert client.balance() == 1500
        assert states(client, id, [0.1, 1.5, 5.0]) == ["CREATED", "PLACEMENT_FAILED", "FAILED_PERMANENTLY"]
        assert client.balance() == 1500


def test_the_balance_can_be_told_without_what_is_held():
    with still(holds_lower_balance=False) as sandbox:
        client = PlatformClient(sandbox)
        id = client.placed()
        assert client.balance() == sandbox.options.balance
        client.sandbox.clock.advance(10)
        assert client.order(id)["status"] == "FULFILLED"
        assert client.balance() == sandbox.options.balance - sandbox.orders[0]["hold"]


def test_refusals_of_licence_and_access_come_on_demand_and_make_nothing(client):
    client.sandbox.faults.add(Fault("eula_refused"), Fault("access_refused"))
    body = client.order_body()
    first, second = (client.refusal("POST", client.place_path, body) for _ in range(2))
    assert (first[0], first[1].startswith("EULA "), first[1].endswith(" is not accepted")) == (451, True, True)
    assert (second[0], second[1].startswith("Access to collection phr is restricted")) == (451, True)
    assert client.sandbox.orders == []
    assert client.place(body)["errors"] == []


def test_orders_need_the_own_workspace(client):
    body = client.order_body()
    assert client.refusal("POST", "/v2/orders", body)[0] == 400
    assert client.refusal("POST", "/v2/orders?workspaceId=another", body)[0] == 403


@pytest.mark.parametrize(("kind", "made"), [("answer_lost_before", 0), ("answer_lost_after", 1)])
def test_an_answer_that_is_lost_leaves_an_order_or_none(client, kind, made):
    client.sandbox.faults.add(Fault(kind, method="POST", path="/v2/orders$"))
    with pytest.raises(requests.ConnectionError):
        client.place(client.order_body(tags=["client-ref:lost"]))
    listed = client.data("GET", "/v2/orders?tags=client-ref:lost")
    assert listed["totalElements"] == len(client.sandbox.orders) == made


def test_the_list_is_paged_filtered_and_sorted(client):
    client.sandbox.faults.add(Fault("order_stuck"))
    names = ["A", "B", "C"]
    made = []
    for name in names:
        made.append(client.placed({**client.order_body(tags=[name, "all"]), "displayName": f"Order {name}"}))
        client.sandbox.clock.advance(10)

    def listed(query):
        return [each["displayName"][-1] for each in client.data("GET", f"/v2/orders?{query}")["content"]]

    assert listed("") == ["C", "B", "A"]
    assert listed("sort=createdAt,asc") == names
    assert listed("tags=A&tags=C") == ["C", "A"]
    assert listed("status=FULFILLED") == ["C", "B"]
    assert listed("status=FULFILLED&status=PLACED") == ["C", "B", "A"]
    assert listed("displayName=order b") == ["B"]
    assert listed(f"orderIds={made[0]},{made[2]}") == ["C", "A"]
    assert listed(f"workspaceId={client.workspace}&type=ARCHIVE&size=2&page=1") == ["A"]
    empty = client.data("GET", "/v2/orders?displayName=none")
    assert (empty["content"], empty["totalPages"], empty["empty"]) == ([], 0, True)
    page = client.data("GET", "/v2/orders?size=2")
    assert (page["totalPages"], page["totalElements"], page["first"], page["last"]) == (2, 3, True, False)
    assert client.refusal("GET", "/v2/orders?sort=price,asc")[0] == 400


def test_tags_and_budget_of_an_order_can_be_changed_and_taken_away(client):
    id = client.placed(client.order_body(tags=["a"]))
    budget = client.data("GET", "/v2/budgets")["content"][0]["id"]
    answer = client.http.patch(
        f"{client.sandbox.api_url}/v2/orders/{id}",
        data=f'{{"tags": ["b"], "budgetId": "{budget}"}}',
        headers={"Content-Type": "application/merge-patch+json"},
        timeout=10,
    )
    assert (answer.json()["tags"], answer.json()["budgetId"]) == (["b"], budget)
    assert "tags" not in client.data("PATCH", f"/v2/orders/{id}", {"tags": None})
    assert client.order(id)["budgetId"] == budget
    assert client.refusal("PATCH", f"/v2/orders/{id}", {"tags": "b"})[0] == 400


def test_a_tasking_order_waits_for_its_feasibility_study_and_costs_nothing_yet(client):
    product = client.data("GET", "/v2/collections/phr-tasking")["dataProducts"][0]["id"]
    params = {
        "acquisitionStart": "2026-04-01T00:00:00Z",
        "acquisitionEnd": "2026-05-01T00:00:00Z",
        "acquisitionMode": "mono",
    }
    body = {**client.order_body(product=product, scene="x"), "params": params}
    (error,) = client.estimate(body)["errors"]
    assert error["message"] == "No estimate"
    id = client.fulfilled(body)
    order = client.order(id)
    assert (order["type"], order["status"]) == ("TASKING", "PLACED")
    assert order["orderDetails"]["subStatus"] == "FEASIBILITY_WAITING_UPLOAD"
    assert client.data("GET", "/v2/orders?subStatus=FEASIBILITY_WAITING_UPLOAD")["totalElements"] == 1
    assert client.balance() == client.sandbox.options.balance


def test_what_orders_cost_stands_in_the_history_of_the_account_beside_jobs(client):
    client.fulfilled()
    (order,) = client.sandbox.orders
    project = requests.post(
        client.sandbox.api_url + "/oauth/token",
        auth=(client.sandbox.project_id, client.sandbox.project_key),
        data={"grant_type": "client_credentials"},
        timeout=10,
    ).json()["access_token"]
    answer = client.send("GET", "/accounts/me/credits/history", headers={"Authorization": f"Bearer {project}"})
    (entry,) = [each for each in answer.json()["data"]["content"] if each["type"] == "ORDER"]
    assert (entry["delta"], entry["details"]["id"]) == (-order["creditsUsed"], order["id"])


def test_orders_and_jobs_are_paid_at_the_same_time_and_no_credit_is_lost():
    with Sandbox(now=MORNING, balance=1_000_000, order_seconds=0.01, live_seconds=0.01) as sandbox:
        client, project = PlatformClient(sandbox), requests.Session()
        answer = project.post(
            sandbox.api_url + "/oauth/token",
            auth=(sandbox.project_id, sandbox.project_key),
            data={"grant_type": "client_credentials"},
            timeout=10,
        )
        project.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        root = f"{sandbox.api_url}/projects/{sandbox.project_id}/workflows"
        flow = project.get(root, timeout=10).json()["data"][0]
        tasks = project.get(f"{root}/{flow['id']}/tasks", timeout=10).json()["data"]
        inputs = {task["name"]: {} for task in tasks}
        inputs[tasks[0]["name"]] = {"bbox": BOX, "limit": 1}
        body = client.order_body(product=SPOT_DISPLAY, scene=client.covering("spot"))

        def pay(number):
            # A job beyond the limit of running jobs is refused, which does not matter here.
            if number % 2:
                return client.placed(body)
            return project.post(f"{root}/{flow['id']}/jobs", json=inputs, timeout=20).status_code

        with ThreadPoolExecutor(6) as pool:
            outcomes = list(pool.map(pay, range(80)))
        sandbox.clock.advance(10)
        used = sum(each["creditsUsed"] for each in (*sandbox.orders, *sandbox.jobs))
        assert len(sandbox.orders) == 40
        assert 200 in outcomes
        assert sandbox.books.available == 1_000_000 - used
        assert sandbox.books.held == 0
