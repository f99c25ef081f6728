"""A keyin sandbox for the whole test run, emptied before each test."""

import json
import os
import subprocess
import urllib.request

import pytest

KEY = "imp_apikey"
SECRET = "imp_secret"


class Sandbox:
    """The address of a sandbox, and its controls."""

    def __init__(self, url):
        self.url = url

    def control(self, method, path, body=None):
        """Calls a control of the sandbox and returns its answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + "/_sandbox" + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def ledger(self):
        """Everything captured and given back, in order: the truth, whatever the client was answered."""
        return self.control("GET", "/ledger")["entries"]


@pytest.fixture(scope="session")
def running_sandbox():
    command = [os.environ.get("KEYIN", "keyin"), "sandbox", "--listen", "127.0.0.1:0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        # The first line tells the port that was free; the sandbox answers from then on.
        yield Sandbox(json.loads(process.stdout.readline())["listening"])
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def sandbox(running_sandbox):
    running_sandbox.control("POST", "/reset")
    return running_sandbox
