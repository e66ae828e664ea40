"""The probe's figures by other people's code: reads cases as JSON on stdin, prints the same figures as JSON."""

import json
import sys

import numpy as np
from scipy import stats
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import BernoulliNB
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

DENSE = {"analyzer": lambda words: words}


def hedges(strata):
    difference = np.mean([np.mean(s["a"]) - np.mean(s["b"]) for s in strata])
    cells = [np.asarray(s[sample]) for s in strata for sample in ("a", "b")]
    df = sum(len(c) - 1 for c in cells)
    sd = np.sqrt(sum((len(c) - 1) * c.var(ddof=1) for c in cells) / df)
    return {"g": (1 - 3 / (4 * df - 1)) * difference / sd, "difference": difference, "sd": sd}


def permutation(strata):
    """Exact where there is one stratum: all relabellings."""
    test = stats.permutation_test(
        (strata[0]["a"], strata[0]["b"]),
        lambda x, y: np.mean(x) - np.mean(y),
        n_resamples=np.inf,
        vectorized=False,
    )
    return test.pvalue


def classified(texts):
    words = sorted({w for t in texts for w in t["words"]})
    x = np.array([[w in t["words"] for w in words] for t in texts])
    y = np.array([t["female"] for t in texts])
    fold = np.array([t["index"] % 5 for t in texts])
    scores = np.zeros(len(texts))
    for held in range(5):
        train, test = fold != held, fold == held
        if test.any():
            model = BernoulliNB(alpha=1.0, fit_prior=False).fit(x[train], y[train])
            odds = model.predict_joint_log_proba(x[test])
            scores[test] = odds[:, 1] - odds[:, 0]
    strata = sorted({t["stratum"] for t in texts})
    of = lambda s: np.array([t["stratum"] == s for t in texts])
    return {"scores": scores.tolist(), "auc": np.mean([roc_auc_score(y[of(s)], scores[of(s)]) for s in strata])}


def markedness(stratum):
    arms = [stratum["neutral"], stratum["female"], stratum["male"]]
    x = TfidfVectorizer(**DENSE).fit_transform([t for arm in arms for t in arm])
    n, f = len(arms[0]), len(arms[1])
    distance = 1 - np.asarray((x[n:] @ x[:n].T).mean(axis=1)).ravel()
    return {"female": distance[:f].tolist(), "male": distance[f:].tolist()}


def cochran(strata):
    d = np.array([np.mean(s["a"]) - np.mean(s["b"]) for s in strata])
    v = np.array([np.var(s[sample], ddof=1) / len(s[sample]) for s in strata for sample in ("a", "b")]).reshape(-1, 2).sum(1)
    q = float(np.sum((d - np.average(d, weights=1 / v)) ** 2 / v))
    return {"q": q, "p": stats.chi2.sf(q, len(d) - 1)}


def delong(f, m):
    f, m = np.asarray(f), np.asarray(m)
    wins = (f[:, None] > m).astype(float) + 0.5 * (f[:, None] == m)
    return wins.mean(1).var(ddof=1) / len(f) + wins.mean(0).var(ddof=1) / len(m)


def log_odds(female, male, background):
    yf, ym = np.asarray(female), np.asarray(male)
    a = 500 * np.asarray(background) / np.sum(background)
    odds = lambda y: np.log((y + a) / (y.sum() + 500 - y - a))
    return ((odds(yf) - odds(ym)) / np.sqrt(1 / (yf + a) + 1 / (ym + a))).tolist()


def newcombe(k1, n1, k2, n2):
    return list(confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=0.1))


case = json.load(sys.stdin)
json.dump(
    {
        "hedges": [hedges(s) for s in case["strata"]],
        "cochran": [cochran(s) for s in case["strata"]],
        "permutation": permutation(case["small"]),
        "classified": classified(case["texts"]),
        "markedness": markedness(case["arms"]),
        "auc": [roc_auc_score([1] * len(f) + [0] * len(m), f + m) for f, m in case["pairs"]],
        "mannWhitney": [stats.mannwhitneyu(f, m).statistic / (len(f) * len(m)) for f, m in case["pairs"]],
        "delong": [delong(f, m) for f, m in case["pairs"]],
        "holm": multipletests(case["p"], method="holm")[1].tolist(),
        "bh": multipletests(case["p"], method="fdr_bh")[1].tolist(),
        "newcombe": [newcombe(*c) for c in case["shares"]],
        "wilson": [list(proportion_confint(k, n, alpha=0.05, method="wilson")) for k, n, *_ in case["shares"]],
        "binomial": [stats.binomtest(k, n, m / (m + n)).pvalue for k, n, _, m in case["shares"]],
        "cdf": stats.norm.cdf(case["z"]).tolist(),
        "quantile": stats.norm.ppf(stats.norm.cdf(case["z"])).tolist(),
        "chi2": [stats.chi2.sf(x, df) for x, df in case["chi2"]],
        "logOdds": log_odds(**case["words"]),
    },
    sys.stdout,
)
