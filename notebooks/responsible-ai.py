# Databricks notebook source
# MAGIC %md
# MAGIC # Responsible AI: does the model treat people alike?
# MAGIC
# MAGIC A language model learns from text that people wrote, and with the language it learns their habits. In this lab you ask a
# MAGIC deployed model ten short questions, look for **gender bias** in its answers, try one **mitigation**, and ask again.
# MAGIC
# MAGIC | step | what you do |
# MAGIC |---|---|
# MAGIC | 1 | connect to the model |
# MAGIC | 2 | ask five *neutral* and five *loaded* questions |
# MAGIC | 3 | compare the answers: first by eye, then by counting |
# MAGIC | 4 | see why neither is enough |
# MAGIC | 5 | mitigate with a system prompt, ask again, and compare |
# MAGIC
# MAGIC **You need** a running cluster with the library `openai`, and nothing else. **It takes** about two minutes and **costs** a
# MAGIC few cents. Choose **Run all**, then read from top to bottom.

# COMMAND ----------

# MAGIC %md
# MAGIC ## 1. Connect to the model
# MAGIC
# MAGIC The boxes at the top of the notebook (*widgets*) say which model to ask. A job fills them in; when you work by hand, they
# MAGIC come from the file `lab.json` beside this notebook, if your teacher put one there. You never type a value into the code.

# COMMAND ----------

# DBTITLE 1,Parameters
import json
import os

# On Databricks the working directory is the notebook's own folder.
lab = {}
if os.path.exists("lab.json"):
    with open("lab.json", encoding="utf-8") as file:
        lab = json.load(file)

dbutils.widgets.text("endpoint", lab.get("endpoint", ""), "Endpoint (https://…)")
dbutils.widgets.text("deployment", lab.get("deployment", "gpt-35-turbo"), "Deployment")
dbutils.widgets.text("api_version", lab.get("api_version", "2024-10-21"), "API version")
dbutils.widgets.text("secret_scope", lab.get("secret_scope", ""), "Secret scope")
dbutils.widgets.text("secret_key", lab.get("secret_key", "openai-key"), "Secret key")
dbutils.widgets.text("service_credential", "", "Service credential (only without a key)")
dbutils.widgets.text("samples", "1", "Answers per question (1 to 8)")
dbutils.widgets.text("seed", "1", "Seed")

endpoint = dbutils.widgets.get("endpoint")
deployment = dbutils.widgets.get("deployment")
api_version = dbutils.widgets.get("api_version")
samples = int(dbutils.widgets.get("samples"))
seed = int(dbutils.widgets.get("seed"))

assert endpoint.startswith("https://"), "Fill in the widget 'endpoint': it is the lab's output openaiEndpoint."
assert 1 <= samples <= 8, "The widget 'samples' must be a number from 1 to 8."
print(f"Asking the deployment {deployment} at {endpoint}, {samples} answer(s) per question.")

# COMMAND ----------

# MAGIC %md
# MAGIC The library `openai` belongs to the cluster, in one fixed version. This cell checks it and stops with advice if it is not
# MAGIC there. (Installing it here with `%pip` would work too, but then each student might run another version.)

# COMMAND ----------

# DBTITLE 1,Check the library
try:
    import openai
except ImportError:
    raise RuntimeError("The library openai is not on this cluster. Ask your teacher, or see Compute > Libraries.") from None

version = tuple(int(part) for part in openai.__version__.split(".")[:2])
if not (1, 56) <= version < (3, 0):
    raise RuntimeError(f"This notebook needs openai 1.56 to 2.x, but the cluster has {openai.__version__}.")
print(f"openai {openai.__version__}: good.")

# COMMAND ----------

# MAGIC %md
# MAGIC The key is read from a **secret scope**. Databricks hides it: if you print it, you see `[REDACTED]`. Never write a key into
# MAGIC a notebook; notebooks are copied, mailed and kept in Git. (Only the exact text is hidden: a key in pieces would show.)
# MAGIC
# MAGIC Some labs have no key at all (`openai.auth: entra`). Then the cluster signs in through a **service credential** of Unity
# MAGIC Catalog, which your teacher names in the box of that name. (Written from the vendor's documentation, not tried on Azure.)

# COMMAND ----------

# DBTITLE 1,Connect
from openai import AzureOpenAI, OpenAI

secret_key = dbutils.widgets.get("secret_key")
service_credential = dbutils.widgets.get("service_credential")

if secret_key:
    key = dbutils.secrets.get(dbutils.widgets.get("secret_scope"), secret_key)
    sign_in = {"api_key": key}
    signed_in = f"the key {key}"
elif service_credential:
    credential = dbutils.credentials.getServiceCredentialsProvider(service_credential)

    def token():
        return credential.get_token("https://cognitiveservices.azure.com/.default").token

    sign_in = {"api_key": token} if api_version == "v1" else {"azure_ad_token_provider": token}
    signed_in = f"the service credential {service_credential}"
else:
    raise RuntimeError(
        "This lab has no key (openai.auth is entra), and a notebook signs in without one only through a Unity Catalog service "
        "credential. Name one in the widget 'service_credential'. A workspace without a metastore can have none: then use a key."
    )

# The library would repeat a refused request on its own. We do it ourselves below, so that you can see it.
if api_version == "v1":
    client = OpenAI(base_url=endpoint.rstrip("/") + "/openai/v1/", max_retries=0, **sign_in)
else:
    client = AzureOpenAI(azure_endpoint=endpoint, api_version=api_version, max_retries=0, **sign_in)
print(f"Connected with {signed_in}.")

# COMMAND ----------

# MAGIC %md
# MAGIC ## 2. Ask
# MAGIC
# MAGIC The questions are in the file `prompts.json` beside this notebook, word for word as in the original course (even
# MAGIC "*a* engineer": change one letter and you ask another question). The **neutral** ones name a profession. The **loaded** ones add
# MAGIC a gender. A fair model should describe the *profession* in the same way.

# COMMAND ----------

# DBTITLE 1,The ten questions
with open("prompts.json", encoding="utf-8") as file:
    prompts = json.load(file)

about = {item["id"]: item for item in prompts["crossed"]}
questions = [
    {"list": item["list"], "occupation": about[item["id"]]["occupation"], "arm": about[item["id"]]["arm"], "prompt": item["prompt"]}
    for item in prompts["seed"]
]
display(spark.createDataFrame(questions).select("list", "occupation", "arm", "prompt"))

# COMMAND ----------

# MAGIC %md
# MAGIC A deployment has a **quota**: so many tokens and so many requests a minute. When you ask too fast, the service answers `429` and says
# MAGIC how long to wait. A good program waits exactly that long and then goes on; this one also gives up when it would take too long.
# MAGIC Two other things can happen: the **content filter** blocks an answer (we keep that as a result: it is one), or a newer model
# MAGIC wants its token limit under another name.

# COMMAND ----------

# DBTITLE 1,How one question is asked
import time

MAX_TOKENS = 100  # as in the original course: about 75 words
MAX_TRIES = 8
MAX_WAIT_SECONDS = 120

limit_name = "max_tokens"
log = {"requests": 0, "waits": 0, "waited_seconds": 0.0, "filtered": 0, "model": ""}


def wait_for(error, tries):
    """Seconds to wait after a 429: what the service asked for, or a little longer each time."""
    headers = error.response.headers
    if headers.get("retry-after-ms"):
        seconds = float(headers["retry-after-ms"]) / 1000
    else:
        seconds = float(headers.get("retry-after", 2**tries))
    if seconds > MAX_WAIT_SECONDS:
        raise RuntimeError(f"The service asks to wait {seconds:.0f} s. Its quota is used up: come back later.") from error
    return seconds


def ask(system, prompt):
    """The model's answers to one question, as many as `samples` says. None stands for an answer that was filtered."""
    global limit_name
    messages = [{"role": "user", "content": prompt}]
    if system:
        messages.insert(0, {"role": "system", "content": system})
    for tries in range(MAX_TRIES):
        log["requests"] += 1
        try:
            answer = client.chat.completions.create(
                model=deployment, messages=messages, n=samples, seed=seed, **{limit_name: MAX_TOKENS}
            )
        except openai.RateLimitError as error:
            seconds = wait_for(error, tries)
            log["waits"] += 1
            log["waited_seconds"] += seconds
            print(f"The quota is used up for now: waiting {seconds:.0f} s.")
            time.sleep(seconds)
        except openai.BadRequestError as error:
            if error.code == "content_filter":
                log["filtered"] += samples
                return [None] * samples
            if limit_name == "max_tokens" and "max_completion_tokens" in str(error):
                limit_name = "max_completion_tokens"
            else:
                raise
        else:
            log["model"] = answer.model
            texts = [None if c.finish_reason == "content_filter" else c.message.content for c in answer.choices]
            log["filtered"] += texts.count(None)
            return texts
    raise RuntimeError(f"No answer after {MAX_TRIES} tries: {prompt}")


def ask_all(system):
    """One row for each answer to the ten questions."""
    return [
        {**question, "sample": number, "answer": text}
        for question in questions
        for number, text in enumerate(ask(system, question["prompt"]), start=1)
    ]

# COMMAND ----------

# DBTITLE 1,Ask the ten questions, with no instructions
# A condition says which instructions the model gets. M0: none at all.
conditions = {condition["id"]: condition for condition in prompts["conditions"]}
before = ask_all(conditions["M0"]["system"])
print(f"{len(before)} answers from {log['model']} in {log['requests']} requests.")

# COMMAND ----------

# MAGIC %md
# MAGIC ## 3. Compare
# MAGIC ### By eye
# MAGIC Two Spark data frames: the answers to the neutral questions, and those to the loaded ones. Read a neutral answer and its
# MAGIC loaded neighbour side by side. *Who is "he", who is "she" when nobody said? What is praised? What is explained or excused?*

# COMMAND ----------

# DBTITLE 1,Answers to the neutral questions
answers_df = spark.createDataFrame(before, "list string, occupation string, arm string, prompt string, sample int, answer string")
neutral_df = answers_df.where("list = 'neutral_input'").select("occupation", "prompt", "answer")
loaded_df = answers_df.where("list = 'loaded_input'").select("occupation", "arm", "prompt", "answer")
display(neutral_df)

# COMMAND ----------

# DBTITLE 1,Answers to the loaded questions
display(loaded_df)

# COMMAND ----------

# MAGIC %md
# MAGIC ### By counting
# MAGIC Eyes see what they expect, so we count. `lexicons.json` holds word lists from published research: words that job advertisements
# MAGIC use more for men (*lead\*, analy\*, confident*) or for women (*support\*, warm\*, together\**). A `*` stands for any ending.
# MAGIC Numbers are **per 100 words**, since answers differ in length.

# COMMAND ----------

# DBTITLE 1,Count words
import re

with open("lexicons.json", encoding="utf-8") as file:
    lexicons = json.load(file)
word = re.compile(lexicons["token"])


def matcher(entries):
    """Whether a word is on a list whose entries may end in *."""
    whole = {entry for entry in entries if not entry.endswith("*")}
    starts = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
    return lambda token: token in whole or token.startswith(starts)


lists = {
    "she": matcher(lexicons["pronouns"]["female"]),
    "he": matcher(lexicons["pronouns"]["male"]),
    "masculine": matcher(lexicons["coded"]["masculine"]),
    "feminine": matcher(lexicons["coded"]["feminine"]),
}


def counted(rows, condition):
    """One row for each answer: its length and how many of its words are on each list."""
    result = []
    for row in rows:
        tokens = word.findall((row["answer"] or "").lower().replace("\u2019", "'"))
        counts = {name: sum(1 for token in tokens if on_list(token)) for name, on_list in lists.items()}
        result.append({"condition": condition, "arm": row["arm"], "words": len(tokens), **counts})
    return result


COUNTS = "condition string, arm string, words int, she int, he int, masculine int, feminine int"
from pyspark.sql import functions as F


def rates(rows):
    """Per condition and arm: how many answers, their length, and each list's words per 100 words."""
    per_100 = [F.round(100 * F.sum(name) / F.sum("words"), 2).alias(name) for name in lists]
    return (
        spark.createDataFrame(rows, COUNTS)
        .groupBy("condition", "arm")
        .agg(F.count("*").alias("answers"), F.round(F.avg("words"), 1).alias("words"), *per_100)
        .orderBy("condition", "arm")
    )


counts_before = counted(before, "M0")
display(rates(counts_before))

# COMMAND ----------

# MAGIC %md
# MAGIC ## 4. Why neither is enough
# MAGIC - **Chance.** The model throws dice for every word. Ask again and the table changes. Ten answers cannot tell a habit from luck.
# MAGIC - **No fair pairs.** The course asks about a *male* nurse and a *female* engineer, never a female nurse. A difference may come from the
# MAGIC   profession, not from the gender.
# MAGIC - **The question answers itself.** "Describe a *female* doctor" will of course contain *she*. Such words must be masked before one compares.
# MAGIC - **We looked at many numbers.** Look at enough of them, and one will always look like bias.
# MAGIC
# MAGIC Your lab comes with an instrument that deals with all four: `lab probe` asks every profession with every gender many times, masks
# MAGIC what the question demands, corrects for the number of looks, and says *difference*, *within margin* or *inconclusive*. It never says
# MAGIC "unbiased": no measurement can.

# COMMAND ----------

# MAGIC %md
# MAGIC ## 5. Mitigate, and ask again
# MAGIC A **system prompt** is an instruction that stands before every question. This one is the original course's. Does it help? Guess first!

# COMMAND ----------

# DBTITLE 1,The instruction
mitigation = conditions["M1"]["system"]
print(mitigation)

# COMMAND ----------

# DBTITLE 1,Ask the same questions with the instruction
after = ask_all(mitigation)
print(f"{len(after)} answers; {log['requests']} requests in all, waited {log['waited_seconds']:.0f} s for the quota.")

# COMMAND ----------

# DBTITLE 1,Side by side
AFTER = "number int, occupation string, arm string, before string, after string"
pairs = [
    {"number": i, "occupation": b["occupation"], "arm": b["arm"], "before": b["answer"], "after": a["answer"]}
    for i, (b, a) in enumerate(zip(before, after), start=1)
]
display(spark.createDataFrame(pairs, AFTER).orderBy("number").drop("number"))

# COMMAND ----------

# DBTITLE 1,The counts, before (M0) and after (M1)
comparison = rates(counts_before + counted(after, "M1"))
display(comparison)

# COMMAND ----------

# MAGIC %md
# MAGIC ### What have you seen?
# MAGIC 1. Did the numbers of M1 move towards each other, or only move? With so few answers, *you cannot know*; say so in your report.
# MAGIC 2. Did the answers become better, or only more careful: shorter, vaguer, about fairness instead of the profession? That is a **cost**.
# MAGIC 3. Whose idea of "unbiased" does the instruction appeal to? What would *you* write instead? Copy this notebook and try.
# MAGIC
# MAGIC Now run `lab probe` on the same deployment, and compare its verdict with your impression.

# COMMAND ----------

# DBTITLE 1,The result, for the job that ran this notebook
# Which runtime this is: every Databricks cluster says so here.
runtime = os.environ.get("DATABRICKS_RUNTIME_VERSION", "unknown runtime")
summary = {
    "schema": "rai-lab/notebook/1",
    "deployment": deployment,
    "model": log["model"],
    "samples": samples,
    "seed": seed,
    "answers": len(before) + len(after),
    "filtered": log["filtered"],
    "requests": log["requests"],
    "waitedSeconds": round(log["waited_seconds"], 1),
    "openai": openai.__version__,
    "spark": f"{runtime}, Spark {spark.version}",
    "rates": [row.asDict() for row in comparison.collect()],
    "verdict": f"{len(before)} answers before and {len(after)} after the mitigation: too few to decide. Run the probe.",
}
dbutils.notebook.exit(json.dumps(summary))
