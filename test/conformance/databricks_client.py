"""The vendor's own Python client, as the scripts of this folder use it, and what they have in common.

Environment: DATABRICKS_HOST, DATABRICKS_TOKEN.
"""

import os
import time

from databricks.sdk import WorkspaceClient

# The client polls with pauses of seconds; the cloud's clock moves by being asked.
time.sleep = lambda _seconds: None


def client(token: str) -> WorkspaceClient:
    return WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=token, auth_type="pat")


def raised(kind, act):
    try:
        act()
    except kind as error:
        return str(error)
    raise AssertionError(f"{kind.__name__} was expected")
