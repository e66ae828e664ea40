"""`dbutils`, as far as it is simulated. Other parts raise NotSimulated."""

from __future__ import annotations

from .files_api import Files
from .not_simulated import NotSimulated
from .redact import Redactor
from .secrets_api import Secrets
from .widgets import Widgets


class NotebookExit(BaseException):
    """Ends the notebook as a success. It is no Exception, so that `except Exception` does not catch it, as on the service."""

    def __init__(self, value: str) -> None:
        self.value = value


class RestartPython(BaseException):
    """Starts the next cell with a fresh namespace. Spark's session, its views and the widgets stay."""


class _Unsimulated:
    """Takes the place of a part of dbutils that is not simulated."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        raise NotSimulated(f"{self._name}.{name}")


class _Notebook:
    def exit(self, value: object) -> None:
        raise NotebookExit(str(value))

    def run(self, path: str, timeout_seconds: int = 0, arguments: dict[str, str] | None = None) -> str:
        raise NotSimulated("dbutils.notebook.run")


class _Library:
    def restartPython(self) -> None:
        raise RestartPython


class CredentialError(Exception):
    """No service credential of this name can be used here."""


class _Credentials:
    """Service credentials belong to a Unity Catalog metastore, which a workspace of the local cloud does not have."""

    def getServiceCredentialsProvider(self, name: str) -> object:
        raise CredentialError(f"this workspace has no Unity Catalog metastore that could hold the service credential {name}.")


class DBUtils:
    def __init__(self, parameters: dict[str, str], url: str, token: str, redactor: Redactor) -> None:
        self.widgets = Widgets(parameters)
        self.secrets = Secrets(url, token, redactor)
        self.fs = Files(url, token)
        self.notebook = _Notebook()
        self.library = _Library()
        self.credentials = _Credentials()

    def __getattr__(self, name: str) -> _Unsimulated:
        return _Unsimulated(f"dbutils.{name}")
