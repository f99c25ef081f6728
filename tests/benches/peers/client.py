"""Pays with the public client iamport-rest-client, unchanged, at the address that it is given.

Its first line says who it is. Then, for each line `CALLERS SECONDS`, it starts so many threads, each of which pays, and
pays again until the time is over, and it answers with the number of payments.
"""

import itertools
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
        for count in itertools.count(1):
            if client.pay_again(**ORDER)["status"] != "paid":
                raise ValueError("a payment that is not paid")
            if time.monotonic() - begun >= seconds:
                return count

    with ThreadPoolExecutor(callers) as threads:
        return sum(threads.map(call, range(callers)))


def main():
    client = Iamport(imp_key="imp_apikey", imp_secret="imp_secret", imp_url=sys.argv[1] + "/")
    print("{}, Python {}".format(version("iamport-rest-client"), platform.python_version()), flush=True)
    for line in sys.stdin:
        callers, seconds = line.split()
        print(run(client, int(callers), float(seconds)), flush=True)


main()
