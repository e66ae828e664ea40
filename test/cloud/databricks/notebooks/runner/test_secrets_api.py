"""Secrets of a workspace that cannot serve every request."""

import base64
import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest import mock

from runner.redact import Redactor
from runner.secrets_api import SecretError, Secrets

KEY = {"value": base64.b64encode(b"the key").decode()}


class Workspace(BaseHTTPRequestHandler):
    """Answers with the next of the server's answers, or breaks off where that is None."""

    def do_GET(self):
        answer = self.server.answers.pop(0)
        if answer is None:
            return self.connection.close()
        status, body = answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


class Availability(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Workspace)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        sleep = mock.patch("runner.rest.time.sleep")
        self.sleep = sleep.start()
        self.addCleanup(sleep.stop)
        url = f"http://127.0.0.1:{self.server.server_port}"
        self.secrets = Secrets(url, "token", Redactor())

    def test_a_busy_workspace_and_a_lost_connection_are_asked_again(self):
        self.server.answers = [(503, {"message": "later"}), None, (429, {}), (200, KEY)]
        self.assertEqual(self.secrets.get("scope", "key"), "the key")
        self.assertEqual(self.sleep.call_count, 3)

    def test_a_refusal_is_not(self):
        self.server.answers = [(404, {"message": "no such scope"})]
        with self.assertRaisesRegex(SecretError, "no such scope"):
            self.secrets.get("scope", "key")
        self.sleep.assert_not_called()

    def test_one_that_stays_away_is_an_error_in_words(self):
        self.server.answers = [None] * 5
        with self.assertRaisesRegex(SecretError, "the workspace does not answer"):
            self.secrets.get("scope", "key")
        self.assertEqual(self.sleep.call_count, 4)
