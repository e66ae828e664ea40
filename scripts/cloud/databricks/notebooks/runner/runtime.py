"""The predefined names of a notebook, which it can also import from `databricks.sdk.runtime`."""

from __future__ import annotations

import sys
import types


def publish(predefined: dict[str, object]) -> types.ModuleType:
    """Makes a fresh `__main__` with the predefined names, and the module that exports them. Returns `__main__`."""
    main = types.ModuleType("__main__")
    main.__dict__.update(predefined)
    sys.modules["__main__"] = main
    for name in ("databricks", "databricks.sdk", "databricks.sdk.runtime"):
        module = sys.modules.setdefault(name, types.ModuleType(name))
        module.__path__ = []
    runtime = sys.modules["databricks.sdk.runtime"]
    runtime.__dict__.update(predefined)
    runtime.__all__ = list(predefined)
    return main
