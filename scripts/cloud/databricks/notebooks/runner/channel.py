"""Messages to the parent process, one JSON object per line of stdout, and its answers on stdin."""

from __future__ import annotations

import json
import os
import sys
import threading


class Channel:
    """Takes over stdout and stdin. Prints of libraries go to stderr; the process ends when its parent does."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)
        self._answered = threading.Semaphore(0)
        threading.Thread(target=self._listen, daemon=True).start()

    def cell(self, done: int, total: int) -> None:
        """Reports the number of cells that have run."""
        self._send({"event": "cell", "done": done, "total": total})

    def sleep(self, seconds: float) -> None:
        """Asks the parent to move the cloud's clock, and returns when it has. One caller at a time."""
        self._send({"event": "sleep", "ms": round(seconds * 1000)})
        self._answered.acquire()

    def _send(self, message: dict[str, object]) -> None:
        self._out.write(json.dumps(message) + "\n")

    def _listen(self) -> None:
        for _line in sys.stdin:
            self._answered.release()
        os._exit(70)
