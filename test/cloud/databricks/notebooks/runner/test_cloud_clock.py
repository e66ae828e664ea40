"""Waits on the cloud's clock, without Spark."""

import os
import socket
import subprocess
import sys
import threading
import time
import unittest

from runner import cloud_clock
from runner.cloud_clock import ADDRESS, CloudClock, install


class Waits(unittest.TestCase):
    def setUp(self):
        self.moved = []
        self.clock = CloudClock(self.moved.append)

    def test_a_wait_moves_the_clock_and_costs_nothing(self):
        before = time.perf_counter()
        self.clock.sleep(3600)
        self.assertEqual(self.moved, [3600])
        self.assertLess(time.perf_counter() - before, 30)

    def test_waits_at_the_same_time_overlap(self):
        self.clock._lock.acquire()
        threads = [threading.Thread(target=self.clock.sleep, args=[s]) for s in (30, 10, 20)]
        for thread in threads:
            thread.start()
        self.clock._lock.release()
        for thread in threads:
            thread.join(30)
        self.assertAlmostEqual(self.clock.waited, 30)
        self.assertEqual(self.moved, [10, 10, 10])

    def test_only_the_notebooks_own_waits_are_sent(self):
        sent = []
        self.addCleanup(setattr, time, "sleep", cloud_clock._sleep)
        install(sent.append)
        exec("import time\ntime.sleep(100)", {"__name__": "__main__"})
        exec("import time\ntime.sleep(200)", {"__name__": "helpers", "__file__": "/workspace/helpers.py"})
        for file in (unittest.__file__, os.path.join(sys.prefix, "lib/some/library.py"), None):
            exec("import time\ntime.sleep(0.001)", {"__name__": "some.library", "__file__": file})
        self.assertEqual(sent, [100, 200])

    def test_another_process_waits_on_the_same_clock(self):
        self.clock.serve()
        self.addCleanup(os.environ.pop, ADDRESS)
        code = "from runner.cloud_clock import remote_sleep\nremote_sleep(7.5)"
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
        self.assertEqual(self.moved, [7.5])

    def test_a_process_without_the_secret_does_not_move_the_clock(self):
        self.clock.serve()
        self.addCleanup(os.environ.pop, ADDRESS)
        host, port, secret = os.environ[ADDRESS].split(":")
        for line in (b"7.5\n", b"wrong 7.5\n", secret[:-1].encode() + b" 7.5\n"):
            with socket.create_connection((host, int(port))) as connection:
                connection.sendall(line)
                self.assertEqual(connection.makefile().readline(), "")
        self.assertEqual(self.moved, [])


if __name__ == "__main__":
    unittest.main()
