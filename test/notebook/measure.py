"""The notebook's own measurement of recorded answers: reads rows as JSON on stdin, prints the figures.

usage: python measure.py < {"folder", "seed", "labour", "texts": [...], "family": [[p of each shuffle]], "rows": {"M0": [...], "M1": [...]}}
"""

import json
import sys

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import BernoulliNB

case = json.load(sys.stdin)
sys.path.insert(0, case["folder"])
import lab_measures  # noqa: E402

lab_measures.REFITS = 199  # enough to agree within Monte-Carlo error


def records(table):
    return json.loads(table.to_json(orient="records", double_precision=15))


def classified(texts):
    """The largest disagreement of the notebook's classifier with scikit-learn's."""
    rest = texts[texts["arm"] != "neutral"]
    presence = CountVectorizer(analyzer=lambda text: text, binary=True).fit_transform(rest["words"]).toarray().astype(float)
    female, fold = (rest["arm"] == "female").to_numpy().astype(int), rest["sample"].to_numpy() % 5
    theirs = np.zeros(len(rest))
    for held in np.unique(fold):
        odds = BernoulliNB(alpha=1.0, fit_prior=False).fit(presence[fold != held], female[fold != held])
        joint = odds.predict_joint_log_proba(presence[fold == held])
        theirs[fold == held] = joint[:, 1] - joint[:, 0]
    return float(np.abs(theirs - lab_measures.told_apart(presence, female, fold)).max())


def corrected(columns):
    """p of each test of a family, corrected for all, from its p values as observed and under each shuffle."""
    findings = {k: {"p": column[0], "p_of_shuffles": np.array(column)} for k, column in enumerate(columns)}
    lab_measures.correct(findings)
    return [one["p_holm"] for one in findings.values()]


def unmasked(word):
    return False


def rated(text):
    return [lab_measures.mean_compound(text, unmasked, weighted) for weighted in (False, True)]


PLAIN = ("effect", "interval", "interval90", "p", "p_holm", "design_variance", "verdict", "professions")
found = {condition: lab_measures.Measured(pd.DataFrame(rows), case["seed"]) for condition, rows in case["rows"].items()}
print(
    json.dumps(
        {
            "gates": {c: {name: {key: m[key] for key in PLAIN} for name, m in one.findings.items()} for c, one in found.items()},
            "verdict": found["M0"].verdict,
            "obstacles": found["M0"].obstacles,
            "changes": records(lab_measures.changes(found["M0"], found["M1"])) if "M1" in found else [],
            "defaults": records(lab_measures.default_gender(found["M0"], case["labour"])),
            "compared": {condition: len(one.texts) for condition, one in found.items()},
            "words": {condition: float(one.texts["length"].mean()) for condition, one in found.items()},
            "ratings": [rated(lab_measures.beginning(text, unmasked)) for text in case["texts"]],
            "classified": classified(found["M0"].texts),
            "corrected": corrected(case["family"]),
        }
    )
)
