"""Redaction of secrets in outputs, as on the service: the whole value becomes [REDACTED], a part of it does not."""

from __future__ import annotations

MASK = "[REDACTED]"


class Redactor:
    """Keeps the secret values that the notebook has read, and replaces them in texts."""

    def __init__(self) -> None:
        self._values: set[str] = set()

    def learn(self, value: str) -> None:
        if value.strip():
            self._values.add(value)

    def __call__(self, text: str) -> str:
        # Longest first: a secret may be part of another one.
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, MASK)
        return text
