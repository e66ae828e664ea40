"""`dbutils.fs`, by the workspace's REST API: the files of DBFS."""

from __future__ import annotations

import base64
from typing import NamedTuple

from .not_simulated import NotSimulated
from .rest import Rest

BLOCK = 1024 * 1024
"""Most bytes of one request, by the API."""


class FileError(Exception):
    """The workspace refused a request. The message is its own."""


class FileInfo(NamedTuple):
    """A folder's name ends with a slash. The time is in milliseconds since the epoch."""

    path: str
    name: str
    size: int
    modificationTime: int

    def isDir(self) -> bool:
        return self.name.endswith("/")

    def isFile(self) -> bool:
        return not self.isDir()


class Files:
    def __init__(self, url: str, token: str) -> None:
        self._rest = Rest(url, token, FileError)

    def ls(self, dir: str) -> list[FileInfo]:
        return [_info(file) for file in self._rest.get("dbfs/list", path=_path(dir)).get("files", [])]

    def mkdirs(self, dir: str) -> bool:
        self._rest.post("dbfs/mkdirs", path=_path(dir))
        return True

    def head(self, file: str, maxBytes: int = 65536) -> str:
        return self._read(file, maxBytes).decode("utf-8")

    def put(self, file: str, contents: str, overwrite: bool = False) -> bool:
        content = contents.encode("utf-8")
        self._write(file, content, overwrite)
        print(f"Wrote {len(content)} bytes.")
        return True

    def rm(self, dir: str, recurse: bool = False) -> bool:
        self._rest.post("dbfs/delete", path=_path(dir), recursive=recurse)
        return True

    def mv(self, from_: str, to: str, recurse: bool = False) -> bool:
        self.cp(from_, to, recurse)
        return self.rm(from_, recurse)

    def cp(self, from_: str, to: str, recurse: bool = False) -> bool:
        status = self._rest.get("dbfs/get-status", path=_path(from_))
        if not status["is_dir"]:
            self._write(to, self._read(from_, status["file_size"]), overwrite=True)
            return True
        if not recurse:
            raise FileError(f"{from_} is a folder: copy it with recurse=True")
        self.mkdirs(to)
        for file in self.ls(from_):
            self.cp(file.path, f"{to.rstrip('/')}/{file.name.rstrip('/')}", recurse)
        return True

    def __getattr__(self, name: str) -> object:
        raise NotSimulated(f"dbutils.fs.{name}")

    def _read(self, file: str, size: int) -> bytes:
        content = b""
        while len(content) < size:
            length = min(BLOCK, size - len(content))
            answer = self._rest.get("dbfs/read", path=_path(file), offset=len(content), length=length)
            if not answer["bytes_read"]:
                break
            content += base64.b64decode(answer["data"])
        return content

    def _write(self, file: str, content: bytes, overwrite: bool) -> None:
        handle = self._rest.post("dbfs/create", path=_path(file), overwrite=overwrite)["handle"]
        for start in range(0, len(content), BLOCK):
            block = base64.b64encode(content[start : start + BLOCK]).decode("ascii")
            self._rest.post("dbfs/add-block", handle=handle, data=block)
        self._rest.post("dbfs/close", handle=handle)


def _path(text: str) -> str:
    """A path of DBFS. The driver has no other file system here."""
    path = text.removeprefix("dbfs:")
    scheme, colon, _ = path.partition(":/")
    if colon and "/" not in scheme:
        raise NotSimulated(f"dbutils.fs with {scheme}:/")
    return path


def _info(file: dict) -> FileInfo:
    end = "/" if file["is_dir"] else ""
    name = file["path"].rsplit("/", 1)[-1]
    return FileInfo(f"dbfs:{file['path']}{end}", name + end, file["file_size"], file["modification_time"])
