"""The public client iamport-rest-client, unchanged, against the sandbox."""

import time

import pytest
from iamport import Iamport

from conftest import KEY, SECRET

CARD = {"card_number": "4000-0000-0000-0002", "expiry": "2031-12", "birth": "900101", "pwd_2digit": "12"}
OVER_THE_LIMIT = {**CARD, "card_number": "4000-0000-0031-0005"}


@pytest.fixture
def client(sandbox):
    return Iamport(imp_key=KEY, imp_secret=SECRET, imp_url=sandbox.url + "/")


def test_a_wrong_secret_gets_no_token(sandbox):
    with pytest.raises(Iamport.HttpError) as refused:
        Iamport(imp_key=KEY, imp_secret="wrong", imp_url=sandbox.url + "/").find(imp_uid="imps_1")
    assert refused.value.code == 401


def test_one_time_payment_is_found_and_cancelled(client, sandbox):
    paid = client.pay_onetime(merchant_uid="order-1", amount=11000, name="월간 이용권", **CARD)
    assert paid["status"] == "paid"
    assert client.is_paid(11000, merchant_uid="order-1")
    assert client.find(imp_uid=paid["imp_uid"])["merchant_uid"] == "order-1"
    assert [one["imp_uid"] for one in listed(client, "paid")] == [paid["imp_uid"]]

    cancelled = client.cancel("단순 변심", merchant_uid="order-1", amount=1000, checksum=11000)
    assert (cancelled["status"], cancelled["cancel_amount"]) == ("cancelled", 1000)
    client.cancel("단순 변심", imp_uid=paid["imp_uid"])
    assert client.find(merchant_uid="order-1")["cancel_amount"] == 11000
    assert [(entry["kind"], entry["amount"]) for entry in sandbox.ledger()] == [
        ("charge", 11000),
        ("cancel", 1000),
        ("cancel", 10000),
    ]


def listed(client, status):
    # The client's own find_by_status hands its parameters over under another name than its helper takes.
    return client._get("{}payments/status/{}".format(client.imp_url, status))["list"]


def test_a_card_registered_with_the_first_payment_pays_again(client, sandbox):
    client.pay_onetime(merchant_uid="first", customer_uid="gildong", amount=1000, name="첫 결제", **CARD)
    assert client.customer_get("gildong")["customer_uid"] == "gildong"
    again = client.pay_again(customer_uid="gildong", merchant_uid="second", amount=2000, name="두 번째")
    assert (again["status"], again["customer_uid"]) == ("paid", "gildong")
    assert client.customer_delete("gildong")["customer_uid"] == "gildong"
    with pytest.raises(Iamport.ResponseError):
        client.pay_again(customer_uid="gildong", merchant_uid="third", amount=3000, name="세 번째")
    assert [entry["merchant_uid"] for entry in sandbox.ledger()] == ["first", "second"]


def test_a_card_alone_is_registered_only_with_a_contract(client, sandbox):
    with pytest.raises(Iamport.ResponseError):
        client.customer_create(customer_uid="gildong", **CARD)
    channels = sandbox.control("GET", "/settings")["channels"]
    contracted = [{**channel, "standalone_billing_key": True} for channel in channels]
    sandbox.control("PUT", "/settings", {"channels": contracted})
    try:
        assert client.customer_create(customer_uid="gildong", **CARD)["customer_uid"] == "gildong"
    finally:
        sandbox.control("PUT", "/settings", {"channels": channels})


def test_a_schedule_is_kept_read_and_revoked(client):
    client.pay_onetime(merchant_uid="first", customer_uid="gildong", amount=1000, name="첫 결제", **CARD)
    at = int(time.time()) + 3600
    kept = client.pay_schedule(
        customer_uid="gildong",
        schedules=[{"merchant_uid": "next", "schedule_at": at, "amount": 1000, "name": "다음 달"}],
    )
    assert [(one["merchant_uid"], one["schedule_status"]) for one in kept] == [("next", "scheduled")]
    assert client.pay_schedule_get("next")["schedule_at"] == at
    between = client.pay_schedule_get_between(schedule_from=at - 10, schedule_to=at + 10)
    assert [one["merchant_uid"] for one in between["list"]] == ["next"]
    revoked = client.pay_unschedule(customer_uid="gildong", merchant_uid="next")
    assert [one["schedule_status"] for one in revoked] == ["revoked"]


def test_an_unknown_payment_is_not_found(client):
    with pytest.raises(Iamport.HttpError) as missing:
        client.find(merchant_uid="never-made")
    assert missing.value.code == 404


def test_a_decline_is_told_with_the_reason(client, sandbox):
    declined = client.pay_onetime(merchant_uid="order-1", amount=11000, name="월간 이용권", **OVER_THE_LIMIT)
    assert declined["status"] == "failed"
    assert "CA31" in declined["fail_reason"]
    assert not client.is_paid(11000, response=declined)
    assert sandbox.ledger() == []


def test_a_reply_is_lost_although_the_charge_is_made(client, sandbox):
    sandbox.control("PUT", "/faults", {"faults": [{"operation": "onetime", "kind": "drop_after", "times": 1}]})
    with pytest.raises(Exception):
        client.pay_onetime(merchant_uid="order-1", amount=11000, name="월간 이용권", **CARD)
    # Sending it again would be wrong: it is looked up.
    assert client.is_paid(11000, merchant_uid="order-1")
    assert len(sandbox.ledger()) == 1
