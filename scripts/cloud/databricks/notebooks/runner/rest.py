"""The workspace's REST API, with the token of the run."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request

BUSY = (429, 503)
"""Statuses after which a cluster asks again, as after a lost connection."""

WAITS = (0.5, 1, 2, 4)
"""Seconds before each further try."""


class Unavailable(Exception):
    """The workspace cannot serve a request now."""


class Rest:
    """One of the workspace's APIs. A refusal is a `failure` with the workspace's own message."""

    def __init__(self, url: str, token: str, failure: type[Exception]) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._failure = failure

    def get(self, path: str, /, **query: object) -> dict:
        return self._request(f"{path}?{urllib.parse.urlencode(query)}")

    def post(self, path: str, /, **body: object) -> dict:
        return self._request(path, json.dumps(body).encode("utf-8"))

    def _request(self, path: str, body: bytes | None = None) -> dict:
        headers = self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._url}/api/2.0/{path}", data=body, headers=headers)
        for wait in WAITS:
            try:
                return self._ask(request)
            except Unavailable:
                time.sleep(wait)
        try:
            return self._ask(request)
        except Unavailable as error:
            raise self._failure(str(error)) from None

    def _ask(self, request: urllib.request.Request) -> dict:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            kind = Unavailable if error.code in BUSY else self._failure
            raise kind(_message(error)) from None
        except (urllib.error.URLError, ConnectionError) as error:
            raise Unavailable(f"the workspace does not answer: {error}") from None


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return json.load(error)["message"]
    except (ValueError, KeyError):
        return str(error)
