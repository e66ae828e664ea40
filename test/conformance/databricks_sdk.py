"""Drives a workspace of the local cloud with the vendor's own Python client, unmodified.

Environment: DATABRICKS_HOST, DATABRICKS_TOKEN (deployer), STUDENT_TOKEN, STUDENT. Prints one JSON object: what was seen.
"""

import base64
import io
import json
import os

from databricks_client import client, raised
from databricks.sdk.errors import InvalidParameterValue, NotFound, PermissionDenied, ResourceAlreadyExists
from databricks.sdk.service import compute, iam, jobs, workspace

STUDENT = os.environ["STUDENT"]
w = client(os.environ["DATABRICKS_TOKEN"])
seen: dict[str, object] = {}

# Identity
seen["me"] = w.current_user.me().user_name
seen["workspaceId"] = str(w.get_workspace_id())
user = w.users.create(user_name=STUDENT, display_name="Student")
seen["found"] = [u.user_name for u in w.users.list(filter=f'userName eq "{STUDENT}"')]

# Clusters (an unknown one is HTTP 400, which the client turns into NotFound): create, wait, edit, pin, list, events
spec = {
    "spark_version": "16.4.x-cpu-ml-scala2.12",
    "node_type_id": "Standard_D4ds_v5",
    "num_workers": 0,
    "autotermination_minutes": 20,
    "data_security_mode": compute.DataSecurityMode.SINGLE_USER,
    "single_user_name": STUDENT,
    "spark_conf": {"spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]"},
    "custom_tags": {"ResourceClass": "SingleNode"},
}
assert "16.4.x-cpu-ml-scala2.12" in [v.key for v in w.clusters.spark_versions().versions]
seen["selected"] = w.clusters.select_spark_version(long_term_support=True, ml=True)
assert "Standard_D4ds_v5" in [n.node_type_id for n in w.clusters.list_node_types().node_types]
cluster = w.clusters.create(cluster_name="lab", **spec).result()
seen["state"] = cluster.state.value
seen["refused"] = raised(InvalidParameterValue, lambda: w.clusters.create(**{**spec, "custom_tags": {}}))
seen["unknown"] = raised(NotFound, lambda: w.clusters.get("0101-000000-deadbeef"))
w.clusters.pin(cluster.cluster_id)
seen["pinned"] = [c.cluster_id == cluster.cluster_id for c in w.clusters.list(filter_by=compute.ListClustersFilterBy(is_pinned=True))]
w.clusters.unpin(cluster.cluster_id)
seen["edited"] = w.clusters.edit(cluster.cluster_id, **{**spec, "autotermination_minutes": 30}).result().autotermination_minutes
changed = compute.UpdateClusterResource(cluster_name="renamed", autotermination_minutes=None)
seen["updated"] = w.clusters.update(cluster.cluster_id, "cluster_name", cluster=changed).result().cluster_name
by_name = compute.ListClustersSortBy(field=compute.ListClustersSortByField.CLUSTER_NAME, direction=compute.ListClustersSortByDirection.DESC)
seen["sorted"] = [c.cluster_name for c in w.clusters.list(sort_by=by_name)]
seen["events"] = [e.type.value for e in w.clusters.events(cluster.cluster_id, order=compute.GetEventsOrder.ASC)]
seen["stopped"] = w.clusters.delete(cluster.cluster_id).result().termination_reason.code.value
seen["started"] = w.clusters.ensure_cluster_is_running(cluster.cluster_id)

# Libraries
w.libraries.install(cluster.cluster_id, [compute.Library(pypi=compute.PythonPyPiLibrary(package="openai==2.54.0"))])
states = []
while not states or states[-1] in ("PENDING", "INSTALLING"):
    [status] = list(w.libraries.cluster_status(cluster.cluster_id))
    states.append(status.status.value)
seen["library"] = states[-1]

# Workspace
source = "# Databricks notebook source\ndbutils.notebook.exit(dbutils.widgets.get('x'))\n"
seen["noFolder"] = raised(NotFound, lambda: w.workspace.upload("/rai-lab/dev/n", io.BytesIO(source.encode()), language=workspace.Language.PYTHON))
w.workspace.mkdirs("/rai-lab/dev")
w.workspace.upload("/rai-lab/dev/n.py", io.BytesIO(source.encode()), format=workspace.ImportFormat.AUTO)
w.workspace.upload("/rai-lab/dev/data.json", io.BytesIO(b"{}"), format=workspace.ImportFormat.AUTO)
seen["objects"] = sorted(f"{o.object_type.value} {o.path}" for o in w.workspace.list("/rai-lab", recursive=True))
assert w.workspace.download("/rai-lab/dev/n").read().decode() == source
assert base64.b64decode(w.workspace.export("/rai-lab/dev/n").content).decode() == source
ipynb = json.loads(base64.b64decode(w.workspace.export("/rai-lab/dev/n", format=workspace.ExportFormat.JUPYTER).content))
seen["cells"] = [c["cell_type"] for c in ipynb["cells"]]
w.workspace.upload("/rai-lab/dev/j.ipynb", io.BytesIO(json.dumps(ipynb).encode()), format=workspace.ImportFormat.AUTO)
assert w.workspace.download("/rai-lab/dev/j").read().decode() == source
w.workspace.delete("/rai-lab/dev/j")

# Permissions
folder = w.workspace.get_status("/rai-lab/dev").object_id
grant = [iam.AccessControlRequest(user_name=STUDENT, permission_level=iam.PermissionLevel.CAN_RUN)]
w.permissions.set("directories", str(folder), access_control_list=grant)
w.permissions.set(
    "clusters",
    cluster.cluster_id,
    access_control_list=[iam.AccessControlRequest(user_name=STUDENT, permission_level=iam.PermissionLevel.CAN_RESTART)],
)
notebook = w.workspace.get_status("/rai-lab/dev/n").object_id
seen["inherited"] = [
    p.permission_level.value
    for a in w.permissions.get("notebooks", str(notebook)).access_control_list
    if a.user_name == STUDENT
    for p in a.all_permissions
    if p.inherited
]

# Secrets
w.secrets.create_scope("rai-lab-dev")
seen["twice"] = raised(ResourceAlreadyExists, lambda: w.secrets.create_scope("rai-lab-dev"))
w.secrets.put_secret("rai-lab-dev", "openai-key", string_value="value")
w.secrets.put_acl("rai-lab-dev", STUDENT, workspace.AclPermission.READ)
seen["acls"] = sorted(f"{a.principal} {a.permission.value}" for a in w.secrets.list_acls("rai-lab-dev"))
seen["keys"] = [s.key for s in w.secrets.list_secrets("rai-lab-dev")]
seen["outside"] = raised(PermissionDenied, lambda: w.secrets.get_secret("rai-lab-dev", "openai-key"))

# The student runs the notebook
s = client(os.environ["STUDENT_TOKEN"])
seen["cannotEdit"] = raised(
    PermissionDenied,
    lambda: s.workspace.upload("/rai-lab/dev/n", io.BytesIO(b""), language=workspace.Language.PYTHON, overwrite=True),
)
task = jobs.SubmitTask(
    task_key="n",
    existing_cluster_id=cluster.cluster_id,
    notebook_task=jobs.NotebookTask(notebook_path="/rai-lab/dev/n", base_parameters={"x": "from the job"}),
)
run = s.jobs.submit(run_name="lab", tasks=[task]).result()
seen["run"] = [run.state.life_cycle_state.value, run.state.result_state.value, run.status.termination_details.code.value]
seen["exit"] = s.jobs.get_run_output(run.tasks[0].run_id).notebook_output.result
seen["views"] = [v.type.value for v in s.jobs.export_run(run.tasks[0].run_id).views]
job = w.jobs.create(name="lab", tasks=[jobs.Task(task_key="n", existing_cluster_id=cluster.cluster_id, notebook_task=jobs.NotebookTask(notebook_path="/rai-lab/dev/n"))])
seen["job"] = w.jobs.get(job.job_id).settings.max_concurrent_runs
w.jobs.delete(job.job_id)
seen["noJob"] = raised(NotFound, lambda: w.jobs.get(job.job_id))

# And all of it goes again
w.secrets.delete_scope("rai-lab-dev")
w.workspace.delete("/rai-lab", recursive=True)
w.clusters.permanent_delete(cluster.cluster_id)
w.users.delete(user.id)
seen["left"] = [len(list(w.clusters.list())), len(list(w.secrets.list_scopes())), len(list(w.users.list()))]
print(json.dumps(seen))
