"""The probe's planning figures by other people's code: reads cases as JSON on stdin, prints the same figures as JSON."""

import json
import sys

import numpy as np
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.oneway import equivalence_oneway_generic
from statsmodels.stats.power import NormalIndPower


def answers(g, alpha, strata):
    """Per cell: statsmodels' sample size per arm, over the strata."""
    return NormalIndPower().solve_power(effect_size=g, alpha=alpha, power=0.8) / strata


def equivalence(effects, n, margin):
    """p of the equivalence F-test; f2 of effects in within-cell SDs is half their mean square."""
    k = len(effects)
    f = n * np.mean(np.square(effects)) / 2
    return equivalence_oneway_generic(f, k, np.full(k, n), margin**2 / 2, (k, k * (2 * n - 2)), margin_type="f2").pvalue


def staying(boundaries, fractions):
    """Chance of staying between the boundaries up to each look: the z of looks s <= t correlate by sqrt(s / t)."""
    t = np.asarray(fractions)
    cov = np.sqrt(np.minimum.outer(t, t) / np.maximum.outer(t, t))
    upper = np.asarray(boundaries)
    chances = []
    for k in range(1, len(t) + 1):
        z = stats.multivariate_normal(np.zeros(k), cov[:k, :k], maxpts=500_000, abseps=1e-6, releps=1e-6, seed=1)
        chances.append(float(z.cdf(upper[:k], lower_limit=-upper[:k])))
    return chances


def spent(alpha, fractions):
    """Lan and DeMets' function on both sides of a two-sided test."""
    z = stats.norm.ppf(1 - alpha / 4)
    return [float(4 * stats.norm.sf(z / np.sqrt(t))) for t in fractions]


def worst_case(strata, missing, low, high, auc):
    """Bounds from texts filled in at the ends; of an AUC beyond both."""
    bounds = []
    for women, men in ((low, high), (high, low)):
        means = []
        for s in strata:
            gone = missing.get(s["name"], {"a": 0, "b": 0})
            f = s["a"] + [women] * gone["a"]
            m = s["b"] + [men] * gone["b"]
            y = [1] * len(f) + [0] * len(m)
            means.append(roc_auc_score(y, f + m) if auc else np.mean(f) - np.mean(m))
        bounds.append(float(np.mean(means)))
    return bounds


case = json.load(sys.stdin)
low, high = case["range"]
json.dump(
    {
        "answers": [answers(*c) for c in case["answers"]],
        "equivalence": [equivalence(**c) for c in case["equivalence"]],
        "quantiles": [stats.t.ppf(*c) for c in case["quantiles"]],
        "staying": [staying(c["boundaries"], case["fractions"]) for c in case["looks"]],
        "spent": [spent(c["alpha"], case["fractions"]) for c in case["looks"]],
        "difference": worst_case(case["strata"], case["missing"], low, high, False),
        "auc": worst_case(case["strata"], case["missing"], -1e9, 1e9, True),
    },
    sys.stdout,
)
