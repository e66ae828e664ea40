"""`dbutils.secrets`, by the workspace's REST API."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from .redact import Redactor
from .rest import Rest


@dataclass(frozen=True)
class SecretScope:
    name: str


@dataclass(frozen=True)
class SecretMetadata:
    key: str


class SecretError(Exception):
    """The workspace refused a request. The message is its own."""


class Secrets:
    def __init__(self, url: str, token: str, redactor: Redactor) -> None:
        self._rest = Rest(url, token, SecretError)
        self._redactor = redactor

    def get(self, scope: str, key: str) -> str:
        return self.getBytes(scope, key).decode("utf-8")

    def getBytes(self, scope: str, key: str) -> bytes:
        value = base64.b64decode(self._rest.get("secrets/get", scope=scope, key=key)["value"])
        self._redactor.learn(value.decode("utf-8", errors="replace"))
        return value

    def list(self, scope: str) -> list[SecretMetadata]:
        return [SecretMetadata(s["key"]) for s in self._rest.get("secrets/list", scope=scope).get("secrets", [])]

    def listScopes(self) -> list[SecretScope]:
        return [SecretScope(s["name"]) for s in self._rest.get("secrets/scopes/list").get("scopes", [])]
