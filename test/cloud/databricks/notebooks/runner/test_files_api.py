"""`dbutils.fs` against a stand-in of DBFS."""

import base64
import json
import threading
import unittest
from contextlib import redirect_stdout
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlparse

from runner.files_api import BLOCK, FileError, Files
from runner.not_simulated import NotSimulated


class Dbfs(BaseHTTPRequestHandler):
    """Keeps files by path; a folder is a path whose content is None."""

    def do_GET(self):
        url = urlparse(self.path)
        self.respond(url.path, {name: values[0] for name, values in parse_qs(url.query).items()})

    def do_POST(self):
        self.respond(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def respond(self, path, asked):
        try:
            answer = getattr(self, path.rsplit("/", 1)[-1].replace("-", "_"))(**asked)
            self.reply(200, answer or {})
        except KeyError:
            self.reply(404, {"message": f"No file or directory exists on path {asked['path']}."})

    def reply(self, status, body):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def mkdirs(self, path):
        self.server.files[path] = None

    def create(self, path, overwrite):
        self.server.open = path
        self.server.files[path] = b""
        return {"handle": 1}

    def add_block(self, handle, data):
        self.server.files[self.server.open] += base64.b64decode(data)

    def close(self, handle):
        pass

    def delete(self, path, recursive):
        for one in [one for one in self.server.files if one == path or one.startswith(f"{path}/")]:
            del self.server.files[one]

    def get_status(self, path):
        content = self.server.files[path]
        return {"path": path, "is_dir": content is None, "file_size": len(content or b""), "modification_time": 7}

    def list(self, path):
        inside = [one for one in sorted(self.server.files) if one.rsplit("/", 1)[0] == path]
        return {"files": [self.get_status(one) for one in inside]}

    def read(self, path, offset, length):
        data = self.server.files[path][int(offset) : int(offset) + int(length)]
        return {"bytes_read": len(data), "data": base64.b64encode(data).decode()}

    def log_message(self, *_):
        pass


class FileSystem(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Dbfs)
        self.server.files = {}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.fs = Files(f"http://127.0.0.1:{self.server.server_port}", "token")

    def put(self, path, text):
        said = StringIO()
        with redirect_stdout(said):
            self.fs.put(path, text)
        return said.getvalue()

    def test_files_of_several_blocks_are_written_and_read(self):
        text = "ab" * BLOCK
        self.assertEqual(self.put("dbfs:/t/a", text), f"Wrote {2 * BLOCK} bytes.\n")
        self.assertEqual(self.fs.head("/t/a", 3), "aba")
        self.assertEqual(self.fs.head("/t/a", 3 * BLOCK), text)

    def test_folders_are_listed_copied_and_moved_with_their_files(self):
        self.fs.mkdirs("/t/d")
        self.put("/t/d/a", "a")
        [folder] = self.fs.ls("dbfs:/t")
        self.assertEqual((folder.path, folder.name, folder.isDir()), ("dbfs:/t/d/", "d/", True))
        with self.assertRaisesRegex(FileError, "recurse=True"):
            self.fs.cp("/t/d", "/t/e")
        self.fs.mv("/t/d", "/t/e", recurse=True)
        self.assertEqual(self.server.files, {"/t/e": None, "/t/e/a": b"a"})
        self.assertEqual(self.fs.ls("/t/e")[0], ("dbfs:/t/e/a", "a", 1, 7))

    def test_what_is_not_there_says_so(self):
        with self.assertRaisesRegex(FileError, "No file or directory exists on path /none"):
            self.fs.head("/none")
        for act in (lambda: self.fs.ls("file:/tmp"), lambda: self.fs.mounts()):
            self.assertRaises(NotSimulated, act)
