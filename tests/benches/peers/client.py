"""Pays with the public client iamport-rest-client, unchanged, at the address that it is given.

Its first line says who it is. Then, for each line `CALLERS SECONDS`, it starts so many threads, each of which pays, and
pays again until the time is over, and it answers `{"paid": …, "failed": …}`: how many calls were payments, how many were
not, and if any was not, `why` the first of these.
"""

import json
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from iamport import Iamport

ORDER = {
    "customer_uid": "customer-1-card-1",
    "merchant_uid": "order-20260101-0001",
    "amount": 3000,
    "name": "월간 이용권",
}


def run(client, callers, seconds):
    begun = time.monotonic()

    def call(_):
        paid, reasons = 0, []
        while True:
            try:
                status = client.pay_again(**ORDER)["status"]
                if status != "paid":
                    raise ValueError("a payment that is " + status)
                paid += 1
            except Exception as error:  # whatever a client fails with, the call is one that failed
                reasons.append(repr(error))
            if time.monotonic() - begun >= seconds:
                return paid, reasons

    with ThreadPoolExecutor(callers) as threads:
        told = list(threads.map(call, range(callers)))
    reasons = [reason for _, reasons in told for reason in reasons]
    answer = {"paid": sum(paid for paid, _ in told), "failed": len(reasons)}
    return {**answer, "why": reasons[0]} if reasons else answer


def main():
    client = Iamport(imp_key="imp_apikey", imp_secret="imp_secret", imp_url=sys.argv[1] + "/")
    print("{}, Python {}".format(version("iamport-rest-client"), platform.python_version()), flush=True)
    for line in sys.stdin:
        callers, seconds = line.split()
        print(json.dumps(run(client, int(callers), float(seconds))), flush=True)


main()
