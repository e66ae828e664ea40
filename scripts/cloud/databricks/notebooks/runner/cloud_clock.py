"""`time.sleep` on the cloud's clock: a wait of the notebook costs nothing real, in its own process and in Spark's workers."""

from __future__ import annotations

import heapq
import os
import socket
import socketserver
import sys
import threading
import time
from typing import Callable

#: Where the workers of a Spark engine find the clock: host:port.
ADDRESS = "RAI_LAB_CLOCK"
#: Real seconds during which tasks that wait at the same time are taken to wait together.
TOGETHER = 0.02

_sleep = time.sleep


class CloudClock:
    """Waits of parallel tasks overlap: two that wait ten seconds each move the clock by ten, not by twenty."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        self._advance = advance
        self._lock = threading.Lock()
        self._wakes: list[float] = []
        #: Seconds the clock was moved.
        self.waited = 0.0

    def sleep(self, seconds: float) -> None:
        with self._lock:
            wake = self.waited + seconds
            heapq.heappush(self._wakes, wake)
        while True:
            _sleep(TOGETHER)
            with self._lock:
                if self.waited < wake and self._wakes[0] < wake:
                    continue
                self._wakes.remove(wake)
                heapq.heapify(self._wakes)
                if self.waited < wake:
                    self._advance(wake - self.waited)
                    self.waited = wake
                return

    def serve(self) -> None:
        """Opens the clock to other processes of this machine and tells them where, by the environment."""
        clock = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                clock.sleep(float(self.rfile.readline()))
                self.wfile.write(b"slept\n")

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ[ADDRESS] = "{}:{}".format(*server.server_address)


def install(sleep: Callable[[float], None]) -> None:
    """Sends the notebook's own waits to `sleep`; those of libraries stay real."""

    def of_cloud(seconds: float) -> None:
        own = sys._getframe(1).f_globals.get("__name__") == "__main__"
        (sleep if own else _sleep)(seconds)

    time.sleep = of_cloud


def remote_sleep(seconds: float) -> None:
    """In a worker: asks the notebook's process."""
    host, port = os.environ[ADDRESS].split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{seconds}\n".encode())
        connection.makefile().readline()
