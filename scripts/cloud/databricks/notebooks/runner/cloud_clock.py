"""`time.sleep` on the cloud's clock: a wait of the notebook, or of Spark's workers, takes no real time."""

from __future__ import annotations

import heapq
import hmac
import os
import secrets
import socket
import socketserver
import sys
import threading
import time
from typing import Callable

#: Environment variable with host:port:secret, by which the workers of a Spark engine reach the clock.
ADDRESS = "RAI_LAB_CLOCK"
#: Real seconds within which waits of parallel tasks count as simultaneous.
OVERLAP_SECONDS = 0.02
#: Longest line of a worker.
MAX_LINE = 200

_sleep = time.sleep


class CloudClock:
    """Waits of parallel tasks overlap: two waits of ten seconds move the clock by ten, not by twenty."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        self._advance = advance
        self._lock = threading.Lock()
        self._wake_times: list[float] = []
        #: Seconds by which the clock was moved.
        self.waited = 0.0

    def sleep(self, seconds: float) -> None:
        with self._lock:
            wake = self.waited + seconds
            heapq.heappush(self._wake_times, wake)
        while True:
            _sleep(OVERLAP_SECONDS)
            with self._lock:
                if self.waited < wake and self._wake_times[0] < wake:
                    continue
                self._wake_times.remove(wake)
                heapq.heapify(self._wake_times)
                if self.waited < wake:
                    self._advance(wake - self.waited)
                    self.waited = wake
                return

    def serve(self) -> None:
        """Opens the clock to other processes of this machine; their environment has its address."""
        clock = self
        secret = secrets.token_hex(32)

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                given, _, seconds = self.rfile.readline(MAX_LINE).decode("ascii", "replace").partition(" ")
                # Loopback is open to every user of the machine.
                if not hmac.compare_digest(given.encode(), secret.encode()):
                    return
                clock.sleep(float(seconds))
                self.wfile.write(b"slept\n")

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ[ADDRESS] = "{}:{}:{}".format(*server.server_address, secret)


def install(sleep: Callable[[float], None]) -> None:
    """Replaces `time.sleep` for the notebook and the files beside it. Installed libraries still wait in real time."""

    def cloud_sleep(seconds: float) -> None:
        (sleep if _is_of_the_workspace(sys._getframe(1).f_globals) else _sleep)(seconds)

    time.sleep = cloud_sleep


def _is_of_the_workspace(caller: dict[str, object]) -> bool:
    """A function that travelled to a worker keeps the file that it was written in."""
    file = str(caller.get("__file__") or "")
    installed = not file or file.startswith((sys.prefix, sys.base_prefix))
    return caller.get("__name__") == "__main__" or not installed


def remote_sleep(seconds: float) -> None:
    """`sleep` of a worker process: waits on the clock of the notebook's process."""
    host, port, secret = os.environ[ADDRESS].split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{secret} {seconds}\n".encode())
        connection.makefile().readline()
