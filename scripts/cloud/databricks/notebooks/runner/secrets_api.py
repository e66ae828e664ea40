"""`dbutils.secrets`, by the workspace's REST API and with the token of the run."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from .redact import Redactor


BUSY = (429, 503)
"""Statuses after which a cluster asks again, as after a lost connection."""

WAITS = (0.5, 1, 2, 4)
"""Seconds before each further try."""


@dataclass(frozen=True)
class SecretScope:
    name: str


@dataclass(frozen=True)
class SecretMetadata:
    key: str


class SecretError(Exception):
    """The workspace refused a request. The message is its own."""


class Unavailable(SecretError):
    """The workspace cannot serve a request now."""


class Secrets:
    def __init__(self, url: str, token: str, redactor: Redactor) -> None:
        self._url = url
        self._token = token
        self._redactor = redactor

    def get(self, scope: str, key: str) -> str:
        return self.getBytes(scope, key).decode("utf-8")

    def getBytes(self, scope: str, key: str) -> bytes:
        value = base64.b64decode(self._request("get", scope=scope, key=key)["value"])
        self._redactor.learn(value.decode("utf-8", errors="replace"))
        return value

    def list(self, scope: str) -> list[SecretMetadata]:
        return [SecretMetadata(s["key"]) for s in self._request("list", scope=scope).get("secrets", [])]

    def listScopes(self) -> list[SecretScope]:
        return [SecretScope(s["name"]) for s in self._request("scopes/list").get("scopes", [])]

    def _request(self, path: str, **query: str) -> dict:
        url = f"{self._url}/api/2.0/secrets/{path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self._token}"})
        for wait in WAITS:
            try:
                return _ask(request)
            except Unavailable:
                time.sleep(wait)
        return _ask(request)


def _ask(request: urllib.request.Request) -> dict:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        kind = Unavailable if error.code in BUSY else SecretError
        raise kind(_message(error)) from None
    except (urllib.error.URLError, ConnectionError) as error:
        raise Unavailable(f"the workspace does not answer: {error}") from None


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return json.load(error)["message"]
    except (ValueError, KeyError):
        return str(error)
