"""The notebook's own measurement of recorded answers: runs its cells by title, reads rows as JSON on stdin, prints the figures.

usage: python measure.py NOTEBOOK < {"folder", "seed", "rows": {"M0": [...], "M1": [...]}}
"""

import contextlib
import json
import os
import sys
from pathlib import Path

import numpy as np
from runner.source import parse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import BernoulliNB

CELLS = [
    "Word lists",
    "Which answers are answers",
    "Names",
    "Mask",
    "Scores by word lists",
    "Scores by a classifier and by likeness",
    "Effects",
    "Shuffle",
    "Draw again",
    "Verdict",
    "Measure one condition",
    "Default gender",
    "What the instruction changed",
]

case = json.load(sys.stdin)
os.chdir(case["folder"])
cells = {cell.title: cell.source for cell in parse(Path(sys.argv[1]).read_text(encoding="utf-8"))}


def read(name):
    return json.loads(Path(name).read_text(encoding="utf-8"))


names = {"read": read, "prompts": read("prompts.json"), "seed": case["seed"], "display": lambda table: None}
# What the cells before these have made.
exec("import re\nimport pandas as pd\nARMS = ['neutral', 'male', 'female']", names)
names["baseline"], names["mitigated"] = (names["pd"].DataFrame(case["rows"][condition]) for condition in ("M0", "M1"))
with contextlib.redirect_stdout(sys.stderr):
    for title in CELLS:
        if title == "What the instruction changed":
            names["gate_before"] = names["measure"](names["texts"])
        exec(compile(cells[title], title, "exec"), names)


def plain(gate):
    return {name: {k: v for k, v in metric.items() if k != "replicates"} for name, metric in gate.items()}


def records(table):
    return json.loads(table.to_json(orient="records", double_precision=15))




def classified(texts):
    """The largest disagreement of the notebook's classifier with scikit-learn's."""
    words = [t for t, arm in zip(texts["words"], texts["arm"]) if arm != "neutral"]
    rest = texts[texts["arm"] != "neutral"]
    presence = CountVectorizer(analyzer=lambda text: text, binary=True).fit_transform(words).toarray().astype(float)
    female, fold = (rest["arm"] == "female").to_numpy().astype(int), rest["sample"].to_numpy() % 5
    theirs = np.zeros(len(rest))
    for held in np.unique(fold):
        odds = BernoulliNB(alpha=1.0, fit_prior=False).fit(presence[fold != held], female[fold != held])
        joint = odds.predict_joint_log_proba(presence[fold == held])
        theirs[fold == held] = joint[:, 1] - joint[:, 0]
    return float(np.abs(theirs - names["told_apart"](presence, female, fold)).max())


words = {"M0": names["texts"], "M1": names["texts_after"]}
print(
    json.dumps(
        {
            "gates": {"M0": plain(names["gate_before"]), "M1": plain(names["gate_after"])},
            "changes": records(names["changes"]),
            "defaults": records(names["defaults"]),
            "compared": {condition: len(texts) for condition, texts in words.items()},
            "words": {condition: float(texts["length"].mean()) for condition, texts in words.items()},
            "valence": names["valence"],
            "classified": classified(names["texts"]),
        }
    )
)
