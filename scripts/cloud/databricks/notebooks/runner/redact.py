"""What the service does with secrets in outputs: the literal value becomes [REDACTED]; a slice of it does not."""

from __future__ import annotations

MASK = "[REDACTED]"


class Redactor:
    """Knows every secret value that was read, and removes it from texts."""

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
