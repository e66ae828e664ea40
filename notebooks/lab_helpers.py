"""The machinery of the notebook: it signs in, asks, waits where the service says so, and keeps the answers.

`lab_measures.py` measures them. A student's own copy of the notebook calls what `__all__` names, and the methods of `Lab`
without an underscore: add to them, and rename nothing.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
import zlib

import pandas as pd
from pyspark import cloudpickle

try:
    import openai
except ImportError:
    raise RuntimeError("The library openai is not on this cluster. Ask your teacher, or see Compute > Libraries.") from None

__all__ = ["connect"]

# Spark's workers need not find this file: what they run travels to them whole.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

#: The folder of the notebook's original: what it reads lies beside this file.
FOLDER = os.path.dirname(os.path.abspath(__file__))

MAX_TOKENS = 100  # as in the original course: about 75 words
PER_REQUEST = 8  # answers asked for at once
PER_TASK = 12  # requests of one Spark task between two saves: what a lost cluster could cost
MAX_TRIES = 8
MAX_WAIT_SECONDS = 120
ROLE = "Cognitive Services OpenAI User"
ROLE_WAIT_SECONDS = 15
MAX_ROLE_SECONDS = 600  # "up to 10 minutes", says Microsoft's page Troubleshoot Azure RBAC
ARMS = ["neutral", "male", "female"]
#: The columns of the file of answers: `lab score` reads it, and of a class `lab class report`.
COLUMNS = ["condition", "occupation", "arm", "sample", "prompt", "text", "finish_reason", "refusal", "model", "seat"]
#: What a Spark task gets, and what it gives back.
QUESTIONS = "condition string, system string, occupation string, arm string, prompt string, seed long, samples array<int>"
ANSWERS = (
    "condition string, occupation string, arm string, sample int, prompt string, text string, finish_reason string, "
    "refusal string, model string, error string, requests int, waited double"
)


def read_json(name, folder=FOLDER):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


# ---- One request ----------------------------------------------------------------------------------------------------


class Polite:
    """Spreads requests evenly over the minute, waits as long as the service asks, and counts requests and seconds.

    `share` is the part of the quota that it keeps to: {"tokens", "requests"} a minute; None before the quota is known.
    `http` is the client that does so.
    """

    def __init__(self, share=None):
        self.share, self.requests, self.waited, self._next = share, 0, 0.0, 0.0
        self.http = openai.DefaultHttpxClient(timeout=120)
        self._send_now, self.http.send = self.http.send, self.send

    def send(self, request, **options):
        refused = {401: 0, 429: 0}
        while True:
            self._wait(self._next - time.monotonic())
            self._next = time.monotonic() + self._gap(request)
            self.requests += 1
            response = self._send_now(request, **options)
            if response.status_code not in refused:
                return response
            response.read()
            seconds = wait_after(response, refused[response.status_code])
            if seconds is None:
                response.headers["x-should-retry"] = "false"  # not by the library either
                return response
            refused[response.status_code] += 1
            self._wait(seconds)

    def _gap(self, request):
        """Seconds that a request takes of the quota, by the service's estimate: four characters a token, and its whole budget."""
        if self.share is None:
            return 0.0
        body = json.loads(request.content)
        budget = body.get("max_tokens") or body.get("max_completion_tokens") or MAX_TOKENS
        tokens = sum(len(message["content"]) for message in body["messages"]) / 4 + budget * (body.get("n") or 1)
        return 60 * max(tokens / self.share["tokens"], 1 / self.share["requests"])

    def _wait(self, seconds):
        if seconds > 0:
            time.sleep(seconds)
            self.waited += seconds


def wait_after(response, tries):
    """Seconds to wait before the same request again; None where that would not help."""
    if response.status_code == 401:  # a new role of a cluster without a key: Azure takes minutes to honour it
        is_role = "PermissionDenied" in response.text
        if tries == 0 and is_role:
            print(f"Azure does not honour the role {ROLE} yet: waiting for up to {MAX_ROLE_SECONDS // 60} minutes.")
        return ROLE_WAIT_SECONDS if is_role and tries < MAX_ROLE_SECONDS // ROLE_WAIT_SECONDS else None
    seconds = asked_to_wait(response.headers, tries)
    return seconds if tries + 1 < MAX_TRIES and seconds <= MAX_WAIT_SECONDS else None


def asked_to_wait(headers, tries=0):
    """What the service asked for after a 429, or a little longer each time."""
    if headers.get("retry-after-ms"):
        return float(headers["retry-after-ms"]) / 1000
    return float(headers.get("retry-after") or headers.get("x-ratelimit-reset-tokens") or 2**tries)


def client_of(service, credentials, share=None, retries=0):
    """A client that repeats a refused request as `Polite` does, and one that failed `retries` times. Returns both."""
    polite = Polite(share)
    options = {"max_retries": retries, "http_client": polite.http, **credentials}
    if service["api_version"] == "v1":
        return openai.OpenAI(base_url=service["endpoint"].rstrip("/") + "/openai/v1/", **options), polite
    return openai.AzureOpenAI(azure_endpoint=service["endpoint"], api_version=service["api_version"], **options), polite


def request(client, service, question, n):
    """One request for n answers to a question. Returns the service's answer and its headers."""
    messages = [{"role": "user", "content": question["prompt"]}]
    if question["system"]:
        messages.insert(0, {"role": "system", "content": question["system"]})
    raw = client.chat.completions.with_raw_response.create(
        model=service["deployment"], messages=messages, n=n, seed=question["seed"], **budget_of(service)
    )
    return raw.parse(), raw.headers


def budget_of(service):
    """The parameters that end an answer after 100 tokens, by the names that this model accepts."""
    return {service["limit"]: MAX_TOKENS, **({"reasoning_effort": service["efforts"][0]} if service["efforts"] else {})}


def learn(service, error):
    """Models differ in what they accept. True when the next request will be another one."""
    if service["limit"] == "max_tokens" and "max_completion_tokens" in str(error):
        service["limit"] = "max_completion_tokens"
        service["efforts"] = ["none", "minimal", "low"]  # it reasons: ask for as little as it allows, the budget is small
        return True
    if service["efforts"] and "reasoning_effort" in str(error):
        service["efforts"] = service["efforts"][1:]
        return True
    if service["most"] > 1 and getattr(error, "param", None) == "n":
        service["most"] = 1
        return True
    return False


def ask(client, polite, service, question, numbers):
    """The rows of one question: its answers, or what came instead of them. Several requests where a model refuses `n`."""
    requests, waited = polite.requests, polite.waited

    def rows(outcomes, **same):
        known = {key: question[key] for key in ("condition", "occupation", "arm", "prompt")}
        for place, (number, outcome) in enumerate(zip(numbers, outcomes)):
            spent = (polite.requests - requests, polite.waited - waited) if place == 0 else (0, 0.0)
            yield {**known, "sample": int(number), **same, **outcome, "requests": spent[0], "waited": spent[1]}

    def instead(**reason):
        return list(rows([reason for _ in numbers]))

    for tries in range(MAX_TRIES):
        if len(numbers) > service["most"]:
            return [row for number in numbers for row in ask(client, polite, service, question, [number])]
        if service.get("stopped"):
            return instead(error=service["stopped"])
        try:
            seeded = {**question, "seed": int(question["seed"]) + int(numbers[0])}
            answer, _ = request(client, service, seeded, len(numbers))
        except openai.RateLimitError as error:
            service["stopped"] = used_up(error)
        except openai.BadRequestError as error:
            if error.code == "content_filter":
                return instead(finish_reason="prompt_filter")
            if not learn(service, error):
                return instead(error=str(error))
        except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
            service["stopped"] = str(error)
        except openai.APIError as error:  # the network, or the service's own trouble: once more, a little later
            if tries == 2:
                return instead(error=f"{type(error).__name__}: {error}")
            time.sleep(2**tries)
        else:
            texts = [
                {"text": c.message.content or "", "finish_reason": c.finish_reason, "refusal": getattr(c.message, "refusal", None)}
                for c in answer.choices
            ]
            return list(rows(texts, model=answer.model))
    return instead(error=f"No answer after {MAX_TRIES} tries.")


def used_up(error):
    seconds = asked_to_wait(error.response.headers)
    if seconds > MAX_WAIT_SECONDS:
        return f"The service asks to wait {seconds:.0f} s. Its quota is used up: come back later."
    return f"No answer after {MAX_TRIES} tries. Is the deployment shared by the whole class?"


def task(service, credentials, share):
    """The function that Spark runs on each part of the questions: rows of questions go in, rows of answers come out."""

    def answer_questions(batches):
        client, polite = client_of(service, credentials, share)
        for batch in batches:
            found = [row for question in batch.to_dict("records") for row in ask(client, polite, service, question, question["samples"])]
            columns = [column.split()[0] for column in ANSWERS.split(", ")]
            yield pd.DataFrame([[row.get(column) for column in columns] for row in found], columns=columns)

    return answer_questions


# ---- The lab --------------------------------------------------------------------------------------------------------


def connect(dbutils, spark):
    """Reads the boxes at the top of the notebook, signs in, and asks once: what does the model accept, how large is its quota?"""
    version = tuple(int(part) for part in openai.__version__.split(".")[:2])
    if not (1, 56) <= version < (3, 0):
        raise RuntimeError(f"This notebook needs openai 1.56 to 2.x, but the cluster has {openai.__version__}.")
    return Lab(dbutils, spark)


NO_KEY = (
    "This lab has no key (openai.auth is entra), and a notebook signs in without one only through a Unity Catalog service "
    "credential. Name one in the widget 'service_credential'. A workspace without a metastore can have none: then use a key."
)


class Lab:
    """The deployment that the notebook asks, the questions, and the answers so far.

    client, deployment, budget: for a call of your own. samples, seed: from the boxes. prompts: the file of questions.
    path: the file of answers. spent: requests and waited seconds so far.
    """

    def __init__(self, dbutils, spark):
        self._dbutils, self._spark = dbutils, spark
        self._read_boxes()
        self._print_sign_in()
        self.model, self._quota = self._try_once()
        self.budget = budget_of(self._service)
        self.client, _ = client_of(self._service, self._sign_in(), self._quota, retries=2)
        self.spent = {"requests": 0, "waited": 0.0}
        self.path = self._own_file()
        self._rows, self._failures = self._read_answers(), {}
        accepted = ", ".join(f"{name}={value}" for name, value in self.budget.items())
        print(f"{self.model} answers, and accepts {accepted}.")
        print(f"The quota is {self._quota['tokens']} tokens and {self._quota['requests']} requests a minute.")
        print(f"Answers are kept in {self.path}." + (f" It has {len(self._rows)}." if self._rows else ""))

    def _read_boxes(self):
        given = read_json("lab.json") if os.path.exists(os.path.join(FOLDER, "lab.json")) else {}
        widgets = self._dbutils.widgets
        widgets.text("endpoint", given.get("endpoint", ""), "Endpoint (https://…)")
        widgets.text("deployment", given.get("deployment", "gpt-35-turbo"), "Deployment")
        widgets.text("api_version", given.get("api_version", "v1"), "API version")
        widgets.text("secret_scope", given.get("secret_scope", ""), "Secret scope")
        widgets.text("secret_key", given.get("secret_key", "openai-key"), "Secret key")
        widgets.text("service_credential", "", "Service credential (only without a key)")
        widgets.text("samples", "8", "Answers per question (2 to 100)")
        widgets.text("seed", "1", "Seed")
        widgets.text("partitions", "2", "Spark tasks that ask at the same time")
        widgets.text("prompts", "prompts.json", "File of questions")
        self.endpoint, self.deployment = widgets.get("endpoint"), widgets.get("deployment")
        self.samples, self.seed, self._tasks = (int(widgets.get(name)) for name in ("samples", "seed", "partitions"))
        assert self.endpoint.startswith("https://"), "Fill in the widget 'endpoint': it is the lab's output openaiEndpoint."
        assert 2 <= self.samples <= 100, "The widget 'samples' must be a number from 2 to 100."
        assert 1 <= self._tasks <= 64, "The widget 'partitions' must be a number from 1 to 64."
        # Tells this lab's answers from those of another seat, without a name.
        self._seat = f"{zlib.crc32(widgets.get('secret_scope').encode()):08x}"
        self.prompts = questions_of(widgets.get("prompts"))
        self._service = {
            "endpoint": self.endpoint, "api_version": widgets.get("api_version"), "deployment": self.deployment,
            "limit": "max_tokens", "efforts": [], "most": PER_REQUEST,
        }

    def _sign_in(self):
        """What a client signs in with. It travels to Spark's workers, which cannot read secrets themselves."""
        widgets, secrets = self._dbutils.widgets, self._dbutils.secrets
        if widgets.get("secret_key"):
            return {"api_key": secrets.get(widgets.get("secret_scope"), widgets.get("secret_key"))}
        name = widgets.get("service_credential")
        if not name:
            raise RuntimeError(NO_KEY)
        try:
            credential = self._dbutils.credentials.getServiceCredentialsProvider(name)
            token = credential.get_token("https://cognitiveservices.azure.com/.default").token
        except Exception as error:
            raise RuntimeError(f"The service credential {name} cannot be used: {error} {NO_KEY}") from error
        return {"api_key": token} if self._service["api_version"] == "v1" else {"azure_ad_token": token}

    def _print_sign_in(self):
        value, credential = next(iter(self._sign_in().values())), self._dbutils.widgets.get("service_credential")
        has_key = self._dbutils.widgets.get("secret_key")
        print(f"Signing in with the {'key ' + value if has_key else 'service credential ' + credential}.")

    def _try_once(self):
        """The model's name and its quota, from a first request, which is repeated until the model accepts it."""
        trial = {"system": None, "prompt": self.prompts["crossed"][0]["prompt"], "seed": self.seed}
        for _ in range(MAX_TRIES):
            try:
                client, _ = client_of(self._service, self._sign_in())
                answer, headers = request(client, self._service, trial, min(2, self._service["most"]))
            except openai.RateLimitError as error:
                raise RuntimeError(used_up(error)) from error
            except openai.BadRequestError as error:
                if not learn(self._service, error):
                    raise
            except openai.AuthenticationError as error:
                if error.code != "PermissionDenied":
                    raise
                raise RuntimeError(
                    f"The service credential {self._dbutils.widgets.get('service_credential')} may not ask: its identity lacks the "
                    f"role {ROLE} on the account of {self.endpoint} (waited {MAX_ROLE_SECONDS // 60} minutes). Ask your teacher to "
                    f"assign it. {error}"
                ) from error
            except openai.NotFoundError as error:
                raise RuntimeError(
                    f"There is no deployment {self.deployment} at this endpoint, or its model was retired: {error}"
                ) from error
            else:
                # The quota, as the service states it; where it does not, that of the smallest deployment of this lab.
                stated = {name: int(headers.get(f"x-ratelimit-limit-{name}") or 0) for name in ("tokens", "requests")}
                least = {"tokens": 5000, "requests": 30}
                return answer.model, {name: limit if limit > 0 else least[name] for name, limit in stated.items()}
        raise RuntimeError("The model accepts none of the parameters that this notebook knows.")

    # ---- The file of answers ----

    def _own_file(self):
        """The file of answers, in the first folder where you may write: the notebook's, your home, the cluster's own disk."""
        # The same questions to the same deployment belong together. Change one of these, and everything is asked anew.
        design = [self.endpoint, self.deployment, self._service["api_version"], self.prompts["crossed"], MAX_TOKENS, self.seed]
        name = f"answers-{zlib.crc32(json.dumps(design).encode()):08x}.jsonl"
        user = self._spark.sql("SELECT current_user()").first()[0] or "student"
        for folder in (os.getcwd(), f"/Workspace/Users/{user}"):
            try:
                with open(os.path.join(folder, name), "a", encoding="utf-8"):
                    return os.path.join(folder, name)
            except OSError:
                continue
        print("You may write into no folder of the workspace: the answers go with the cluster.")
        return os.path.join(tempfile.gettempdir(), name)

    def _read_answers(self):
        if not os.path.exists(self.path):
            return {}
        with open(self.path, encoding="utf-8") as file:
            return {key_of(row): row for row in map(json.loads, file)}

    def _keep(self, rows):
        """Adds answers to the file. A request that failed is no answer: it is asked again."""
        for row in rows:
            self.spent["requests"] += row.get("requests") or 0
            self.spent["waited"] += row.get("waited") or 0.0
            if row.get("error"):
                self._failures[key_of(row)] = row["error"]
            else:
                self._rows[key_of(row)] = {column: {**row, "seat": self._seat}.get(column) for column in COLUMNS}
        # Written beside it and moved, so that a cluster that dies loses nothing.
        draft = os.path.join(os.path.dirname(self.path), f".{os.path.basename(self.path)}.draft")
        with open(draft, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in self._rows.values())
        shutil.move(draft, self.path)

    # ---- Asking ----

    def condition_of(self, instruction):
        """The name of an instruction in the file: M0 for none, M1 for the original course's, and one for each of your own."""
        known = {condition["system"]: condition["id"] for condition in self.prompts["conditions"] if "rewrite" not in condition}
        if not instruction:
            return "M0"
        return known.get(instruction) or f"own-{zlib.crc32(instruction.encode()):08x}"

    @property
    def lab_instruction(self):
        """The system prompt of the original course."""
        return next(condition["system"] for condition in self.prompts["conditions"] if condition["id"] == "M1")

    def answers_to(self, instruction=None):
        """The answers to every question, as often as the box says: from the file, or from the model. One row for each."""
        condition = self.condition_of(instruction)
        questions, asked = self._missing(condition, instruction), 0
        for first in range(0, len(questions), PER_TASK * self._tasks):
            some = questions[first : first + PER_TASK * self._tasks]
            tasks = min(self._tasks, len(some))
            share = {name: limit / tasks for name, limit in self._quota.items()}
            frame = self._spark.createDataFrame(some, QUESTIONS).repartition(tasks)
            self._keep(row.asDict() for row in frame.mapInPandas(task(self._service, self._sign_in(), share), ANSWERS).collect())
            asked += len(some)
        print(f"{asked} new requests.")
        return self._there(condition)

    def _wanted(self, condition):
        return [
            ((condition, cell["occupation"], cell["arm"], k), cell) for cell in self.prompts["crossed"] for k in range(self.samples)
        ]

    def _missing(self, condition, instruction):
        """The requests for what is not there yet: at most eight answers each, in a random but repeatable order."""
        numbers, questions = {}, []
        for key, cell in self._wanted(condition):
            if key not in self._rows:
                numbers.setdefault((cell["occupation"], cell["arm"], cell["prompt"]), []).append(key[-1])
        for (occupation, arm, prompt), missing in numbers.items():
            about = {"condition": condition, "system": instruction or None, "occupation": occupation, "arm": arm, "prompt": prompt}
            # Of this seat alone: a class that asked with the same seeds would get the same answers thirty times.
            about["seed"] = zlib.crc32(f"{self._seat}/{self.seed}/{condition}/{occupation}-{arm}".encode()) % 2**30
            parts = range(0, len(missing), PER_REQUEST)
            questions += [{**about, "samples": missing[first : first + PER_REQUEST]} for first in parts]
        random.Random(self.seed).shuffle(questions)
        return questions

    def _there(self, condition):
        wanted = [key for key, _ in self._wanted(condition)]
        found = [self._rows[key] for key in wanted if key in self._rows]
        failures = [self._failures[key] for key in wanted if key not in self._rows and key in self._failures]
        if not found:
            raise RuntimeError(f"Not one answer came: {failures[-1]}")
        print(f"{len(found)} answers." + (f" {len(wanted) - len(found)} are missing: run again. {failures[-1]}" if failures else ""))
        return pd.DataFrame(found, columns=COLUMNS)

    # ---- The end ----

    def note(self, measured):
        """Notes the run in MLflow, where there is MLflow: the lab does not depend on it. {name of the instruction: Measured}."""
        try:
            import mlflow
        except ImportError:
            return "MLflow is not installed here: nothing was noted."
        try:
            with mlflow.start_run(run_name=f"responsible-ai {self.deployment}") as noted:
                design = os.path.basename(self.path)
                mlflow.log_params({"deployment": self.deployment, "model": self.model, "samples": self.samples, "design": design})
                for condition, one in measured.items():
                    for name, found in one.findings.items():
                        figures = {"effect": found["effect"], "p_holm": found["p_holm"]}
                        mlflow.log_metrics({f"{condition}.{name}.{which}": value for which, value in figures.items()})
                    mlflow.set_tags({f"verdict.{condition}": one.verdict})
            return f"MLflow run {noted.info.run_id}."
        except Exception as error:
            return f"MLflow could not note the run ({str(error).strip().splitlines()[0][:160]})."

    def summary(self, measured, **tables):
        """The result as JSON, for the job that ran the notebook. {name of the instruction: Measured}, and frames by name."""
        private = ("replicates", "design_variance", "none", "strata", "pulls", "p_of_each")
        plain = lambda one: [
            {"id": name, **{key: value for key, value in found.items() if key not in private}} for name, found in one.findings.items()
        ]
        asked = [row for one in measured.values() for row in one.answers["finish_reason"]]
        verdicts = [f"{'without' if name == 'M0' else 'with'} instruction: {one.verdict}" for name, one in measured.items()]
        runtime = os.environ.get("DATABRICKS_RUNTIME_VERSION", "unknown runtime")
        return json.dumps(
            {
                "schema": "rai-lab/notebook/1",
                "deployment": self.deployment,
                "model": self.model,
                "samples": self.samples,
                "seed": self.seed,
                "answers": len(asked),
                "filtered": sum(reason in ("content_filter", "prompt_filter") for reason in asked),
                "requests": self.spent["requests"],
                "waitedSeconds": round(self.spent["waited"], 1),
                "openai": openai.__version__,
                "spark": f"{runtime}, Spark {self._spark.version}",
                "saved": self.path,
                "mlflow": self.note(measured),
                **{name: json.loads(frame.to_json(orient="records")) for name, frame in tables.items()},
                "metrics": {name: plain(one) for name, one in measured.items()},
                "verdict": f"{'; '.join(verdicts)} ({self.samples} answers per question)",
            }
        )


def key_of(row):
    """What tells an answer from all others of its file."""
    return row["condition"], row["occupation"], row["arm"], row["sample"]


def questions_of(name):
    """The questions of a file in the form of prompts.json, beside the notebook or beside its original.

    Your own file needs `crossed` alone: rows with `occupation`, `arm` (neutral, male or female) and `prompt`.
    """
    prompts = read_json("prompts.json")
    if name == "prompts.json":
        return prompts
    try:
        given = read_json(name, os.getcwd() if os.path.exists(name) else FOLDER)
    except (OSError, ValueError) as error:
        raise RuntimeError(f"The file of questions {name} cannot be read: {error}") from error
    crossed = given.get("crossed") if isinstance(given, dict) else None
    for place, cell in enumerate(crossed or [], start=1):
        if cell.get("arm") not in ARMS or not cell.get("occupation") or not cell.get("prompt"):
            raise RuntimeError(f"{name}: question {place} of `crossed` needs occupation, prompt, and an arm of {', '.join(ARMS)}.")
    if len({(cell["occupation"], cell["arm"]) for cell in crossed or []}) < len(crossed or []):
        raise RuntimeError(f"{name}: `crossed` has two questions of one occupation and arm.")
    by_arm = {arm: {cell["occupation"] for cell in crossed or [] if cell["arm"] == arm} for arm in ARMS}
    if not by_arm["female"] & by_arm["male"]:
        raise RuntimeError(f"{name}: `crossed` asks about women and men of no occupation.")
    return {**prompts, "crossed": crossed, "labourShare": given.get("labourShare", {"women": {}})}
