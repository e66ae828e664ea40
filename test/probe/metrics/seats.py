"""A class pooled, by other people's code: reads a case as JSON on stdin, prints what whole seats show as JSON."""

import itertools
import json
import sys

import numpy as np
from scipy import optimize, stats
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import BernoulliNB


def differences(scores):
    """Hedges' g of every seat (row) in every occupation (column), by the SD within all cells."""
    cells = [np.asarray(cell) for seat in scores for occupation in seat for cell in occupation]
    df = sum(len(cell) - 1 for cell in cells)
    sd = np.sqrt(sum(((cell - cell.mean()) ** 2).sum() for cell in cells) / df)
    d = [[np.mean(female) - np.mean(male) for female, male in seat] for seat in scores]
    return np.array(d) * (1 - 3 / (4 * df - 1)) / sd


def statistics(means, sd):
    weights = 1 / sd**2
    spread = np.sum(weights * (means - np.average(means, weights=weights)) ** 2)
    return np.array([abs(means.sum()), spread, np.max(np.abs(means) / sd)])


def flips(d):
    """Step-down min-p over all signs of whole seats, the observed ones among them."""
    sd = np.sqrt((d**2).sum(axis=0)) / len(d)
    signs = np.array(list(itertools.product([1, -1], repeat=len(d))))
    all_statistics = np.array([statistics((s[:, None] * d).mean(axis=0), sd) for s in signs]).round(9)
    tails = np.array([[(column >= value).mean() for value in column] for column in all_statistics.T]).T
    order = np.argsort(tails[0])
    adjusted, highest = np.empty(3), 0.0
    for rank, k in enumerate(order):
        smallest = tails[:, order[rank:]].min(axis=1)
        highest = max(highest, (smallest <= tails[0, k]).mean())
        adjusted[k] = highest
    return {"joint": adjusted.min(), "mean": adjusted[0]}


def upper(d):
    """95 % upper bound of the typical size, by scipy's noncentral F and numpy's eigenvalues."""
    covariance = np.cov(d.T) / len(d)
    trace = np.trace(covariance)
    parts = trace / np.linalg.eigvalsh(covariance).max()
    f = (d.mean(axis=0) ** 2).sum() / trace
    tail = lambda size: stats.ncf.cdf(f, parts, parts * (len(d) - 1), parts * size**2 / (trace / d.shape[1])) - 0.05
    return optimize.brentq(tail, 1e-9, 20)


def aucs(texts):
    """Of every seat in every occupation, by a classifier of the other folds' seats."""
    words = sorted({w for t in texts for w in t["words"]})
    x = np.array([[w in t["words"] for w in words] for t in texts])
    y, seat = (np.array([t[key] for t in texts]) for key in ("female", "seat"))
    occupation = np.array([t["occupation"] for t in texts])
    scores = np.zeros(len(texts))
    for held in range(5):
        test = seat % 5 == held
        odds = BernoulliNB(alpha=1.0, fit_prior=False).fit(x[~test], y[~test]).predict_joint_log_proba(x[test])
        scores[test] = (odds[:, 1] - odds[:, 0]).round(9)
    cells = [(seat == s) & (occupation == o) for s in np.unique(seat) for o in np.unique(occupation)]
    return [roc_auc_score(y[cell], scores[cell]) for cell in cells]


case = json.load(sys.stdin)
d = differences(case["scores"])
contrasts = d.mean(axis=1)
json.dump(
    {
        "effect": contrasts.mean(),
        "interval": list(stats.t.interval(0.95, len(d) - 1, contrasts.mean(), stats.sem(contrasts))),
        "p": flips(d),
        "upper": upper(d),
        "aucs": aucs(case["texts"]),
    },
    sys.stdout,
)
