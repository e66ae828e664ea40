"""Drives the Azure side of the local cloud with Azure's own Python clients, unmodified.

Environment: ARM, AUTHORITY, TENANT, SUBSCRIPTION, CLIENT_ID, CLIENT_SECRET, STUDENT_ID. Prints one JSON object: what was seen.
"""

import json
import os
import uuid

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.databricks import AzureDatabricksManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient

ARM, SUBSCRIPTION = os.environ["ARM"], os.environ["SUBSCRIPTION"]
seen: dict[str, object] = {}


def credential(secret):
    return ClientSecretCredential(
        os.environ["TENANT"],
        os.environ["CLIENT_ID"],
        secret,
        authority=os.environ["AUTHORITY"],
        disable_instance_discovery=True,
    )


def raised(kind, act):
    try:
        act()
    except kind as error:
        return getattr(getattr(error, "error", None), "code", None) or type(error).__name__
    raise AssertionError(f"{kind.__name__} was expected")


def client(kind):
    made = kind(
        credential(os.environ["CLIENT_SECRET"]),
        SUBSCRIPTION,
        base_url=ARM,
        credential_scopes=[f"{ARM}/.default"],
    )
    return made


# The cloud's clock moves by being asked, so there is nothing to wait for.
QUICK = {"polling_interval": 0}

# Sign-in
seen["wrongSecret"] = raised(ClientAuthenticationError, lambda: credential("guess").get_token(f"{ARM}/.default"))

# Groups
resources = client(ResourceManagementClient)
seen["group"] = resources.resource_groups.create_or_update("py", {"location": "eastus2", "tags": {"class": "x"}}).tags
seen["exists"] = [resources.resource_groups.check_existence(name) for name in ("py", "none")]
seen["byTag"] = [g.name for g in resources.resource_groups.list(filter="tagName eq 'class' and tagValue eq 'x'")]
seen["noGroup"] = raised(ResourceNotFoundError, lambda: resources.resource_groups.get("none"))

# Accounts and deployments
cognitive = client(CognitiveServicesManagementClient)
account = {"kind": "OpenAI", "location": "eastus2", "sku": {"name": "S0"}, "identity": {"type": "SystemAssigned"}}
made = cognitive.accounts.begin_create("py", "oai-py", account, **QUICK).result()
seen["account"] = [made.properties.provisioning_state, made.identity.tenant_id == os.environ["TENANT"], made.tags]
changed = cognitive.accounts.begin_update("py", "oai-py", {"properties": {"publicNetworkAccess": "Disabled"}}, **QUICK).result()
seen["changed"] = changed.properties.public_network_access
seen["keys"] = len(cognitive.accounts.list_keys("py", "oai-py").key1)
deployment = {
    "sku": {"name": "Standard", "capacity": 5},
    "properties": {"model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-11-20"}},
}
deployed = cognitive.deployments.begin_create_or_update("py", "oai-py", "gpt", deployment, **QUICK).result()
seen["deployed"] = [deployed.properties.provisioning_state, deployed.sku.capacity]
seen["deployments"] = [d.name for d in cognitive.deployments.list("py", "oai-py")]
seen["retired"] = raised(
    HttpResponseError,
    lambda: cognitive.deployments.begin_create_or_update(
        "py",
        "oai-py",
        "old",
        {**deployment, "properties": {"model": {"format": "OpenAI", "name": "gpt-35-turbo", "version": "0125"}}},
        **QUICK,
    ).result(),
)
seen["model"] = "gpt-4o" in [m.name for m in cognitive.accounts.list_models("py", "oai-py")]
seen["deployableAs"] = "Standard" in [s.sku.name for s in cognitive.deployments.list_skus("py", "oai-py", "gpt")]
seen["skus"] = [s.sku.name for s in cognitive.accounts.list_skus("py", "oai-py").value]
seen["without"] = [len(cognitive.private_endpoint_connections.list("py", "oai-py").value), len(list(cognitive.commitment_plans.list("py", "oai-py")))]
seen["usage"] = [u.current_value for u in cognitive.usages.list("eastus2") if u.name.value == "OpenAI.Standard.gpt-4o"]

# Roles
roles = client(AuthorizationManagementClient)
scope = made.id
[user] = roles.role_definitions.list(scope=scope, filter="roleName eq 'Cognitive Services OpenAI User'")
assignment = {"roleDefinitionId": user.id, "principalId": os.environ["STUDENT_ID"], "principalType": "User"}
granted = roles.role_assignments.create(scope, str(uuid.uuid4()), {"properties": assignment})
seen["granted"] = [granted.scope == scope, granted.principal_type]
seen["twice"] = raised(HttpResponseError, lambda: roles.role_assignments.create(scope, str(uuid.uuid4()), {"properties": assignment}))
seen["assigned"] = len(list(roles.role_assignments.list_for_scope(scope, filter=f"principalId eq '{os.environ['STUDENT_ID']}'")))
below = roles.role_assignments.list_for_scope(f"/subscriptions/{SUBSCRIPTION}", filter=f"assignedTo('{os.environ['STUDENT_ID']}')")
seen["assignedBelow"] = [a.name == granted.name for a in below]
roles.role_assignments.delete(scope, granted.name)

# A workspace
databricks = client(AzureDatabricksManagementClient)
workspace = {
    "location": "eastus2",
    "sku": {"name": "premium"},
    "properties": {"managedResourceGroupId": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/py-managed", "computeMode": "Hybrid"},
}
ready = databricks.workspaces.begin_create_or_update("py", "dbw-py", workspace, **QUICK).result()
seen["workspace"] = [ready.properties.provisioning_state, len(ready.properties.workspace_id), ready.properties.parameters.enable_no_public_ip.value]
tagged = databricks.workspaces.begin_update("py", "dbw-py", {"tags": {"a": "b"}}, **QUICK).result()
seen["tagged"] = tagged.tags
databricks.workspaces.begin_delete("py", "dbw-py", force_deletion=True, **QUICK).result()
seen["gone"] = raised(ResourceNotFoundError, lambda: databricks.workspaces.get("py", "dbw-py"))

# And all of it goes again
cognitive.accounts.begin_delete("py", "oai-py", **QUICK).result()
seen["deleted"] = [a.name for a in cognitive.deleted_accounts.list()]
cognitive.deleted_accounts.begin_purge("eastus2", "py", "oai-py", **QUICK).result()
resources.resource_groups.begin_delete("py", **QUICK).result()
seen["left"] = [len(list(cognitive.deleted_accounts.list())), [g.name for g in resources.resource_groups.list()]]
print(json.dumps(seen))
