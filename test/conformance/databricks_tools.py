"""Drives what lies around clusters and notebooks with the vendor's own Python client: files, pools, tokens, jobs of several tasks.

Environment: DATABRICKS_HOST, DATABRICKS_TOKEN (deployer). Prints one JSON object: what was seen.
"""

import base64
import io
import json
import os

from databricks_client import client, raised
from databricks.sdk.errors import InvalidParameterValue, NotFound
from databricks.sdk.service import compute, jobs, settings, workspace

w = client(os.environ["DATABRICKS_TOKEN"])
me = w.current_user.me().user_name
seen: dict[str, object] = {}

# DBFS: a stream of several blocks, and the file system of dbutils
content = bytes(range(256)) * 8192
w.dbfs.upload("/tmp/b.bin", io.BytesIO(content))
assert w.dbfs.download("/tmp/b.bin").read() == content
w.dbutils.fs.put("dbfs:/tmp/c.txt", "abc")
seen["head"] = w.dbutils.fs.head("dbfs:/tmp/c.txt")
seen["files"] = sorted(f.path for f in w.dbfs.list("/tmp"))
w.dbutils.fs.rm("dbfs:/tmp", True)
seen["gone"] = raised(NotFound, lambda: w.dbfs.get_status("/tmp/c.txt"))

# Pools
pool = w.instance_pools.create("lab", "Standard_D8ds_v5", max_capacity=4).instance_pool_id
cluster = w.clusters.create(spark_version="16.4.x-scala2.12", instance_pool_id=pool, num_workers=1).result()
seen["machine"] = cluster.node_type_id
seen["used"] = w.instance_pools.get(pool).stats.used_count
seen["two"] = raised(
    InvalidParameterValue,
    lambda: w.clusters.create(spark_version="16.4.x-scala2.12", instance_pool_id=pool, node_type_id="Standard_D8ds_v5", num_workers=1),
)

# Policies that change after their clusters
policy = w.cluster_policies.create(name="lab", definition="{}").policy_id
w.clusters.edit(cluster.cluster_id, "16.4.x-scala2.12", instance_pool_id=pool, num_workers=1, policy_id=policy).result()
w.cluster_policies.edit(policy, name="lab", definition='{"num_workers": {"type": "fixed", "value": 0}}')
[compliance] = list(w.policy_compliance_for_clusters.list_compliance(policy))
seen["compliant"] = [compliance.is_compliant, list(compliance.violations)]

# Tokens, lists of addresses, Git credentials, the workspace's configuration
token = w.tokens.create(comment="lab", lifetime_seconds=600).token_info.token_id
seen["tokens"] = [t.created_by_username == me for t in w.token_management.list() if t.token_id == token]
w.token_management.delete(token)
seen["tokensLeft"] = [t.comment for t in w.tokens.list()]
addresses = w.ip_access_lists.create(label="campus", list_type=settings.ListType.ALLOW, ip_addresses=["10.0.0.0/8"])
seen["addresses"] = w.ip_access_lists.get(addresses.ip_access_list.list_id).ip_access_list.address_count
seen["git"] = w.git_credentials.create("gitHub", git_username="ada").git_provider
w.workspace_conf.set_status({"maxTokenLifetimeDays": "1"})
seen["conf"] = w.workspace_conf.get_status(keys="maxTokenLifetimeDays")
seen["tooLong"] = raised(InvalidParameterValue, lambda: w.tokens.create(lifetime_seconds=100_000))

# A job of several tasks, which fails, and its repair
w.workspace.upload("/n.py", io.BytesIO(b"# Databricks notebook source\n"), format=workspace.ImportFormat.AUTO)
w.workspace.upload("/s.py", io.BytesIO(b"print(1)\n"), format=workspace.ImportFormat.RAW)


def task(key, *after, **work):
    depends_on = [jobs.TaskDependency(task_key=one) for one in after]
    return jobs.Task(task_key=key, existing_cluster_id=cluster.cluster_id, depends_on=depends_on, **work)


notebook = {"notebook_task": jobs.NotebookTask(notebook_path="/n")}
script = {"spark_python_task": jobs.SparkPythonTask(python_file="/Workspace/s.py", parameters=["--n", "2"])}
job = w.jobs.create(name="lab", tasks=[task("a", **notebook), task("b", "a", **script)]).job_id
waiting = w.jobs.run_now(job)
seen["failed"] = raised(Exception, waiting.result)
results = lambda: {t.task_key: t.state.result_state.value for t in w.jobs.get_run(waiting.run_id).tasks}
seen["first"] = results()
repaired = w.jobs.repair_run(waiting.run_id, rerun_all_failed_tasks=True, notebook_params={"x": "good"}).result()
seen["then"] = [repaired.state.result_state.value, results()]
seen["logs"] = w.jobs.get_run_output(repaired.tasks[1].run_id).logs
seen["history"] = [r.type.value for r in w.jobs.get_run(waiting.run_id, include_history=True).repair_history]
w.jobs.update(job, fields_to_remove=["tasks/b"])
seen["tasks"] = [t.task_key for t in w.jobs.get(job).settings.tasks]

# A cluster changes hands when it is stopped
w.clusters.delete(cluster.cluster_id).result()
w.clusters.change_owner(cluster.cluster_id, me)
w.clusters.permanent_delete(cluster.cluster_id)
w.instance_pools.delete(pool)
seen["pools"] = len(list(w.instance_pools.list()))
print(json.dumps(seen))
