"""Writes vader.json: sentences of seeded combinations that exercise every rule of VADER, with the compounds of the reference.

usage: python vader.py, with vaderSentiment 3.3.2 (MIT), then prettier. Nothing of it is copied here. The compounds are not rounded. The
reference changes the wrong word where a sentence has a "but" and two equal values: such a sentence is left out. It takes "no,"
for an emoticon and not for "no": it is given the sentence without the comma.
"""

import json
import os
import random

from vaderSentiment import vaderSentiment as vader

KEPT = []
NORMALIZE = vader.normalize


def kept(score):
    """The reference's own normalisation, whose result it rounds."""
    KEPT.append(NORMALIZE(score))
    return KEPT[-1]


vader.normalize = kept


class Intended(vader.SentimentIntensityAnalyzer):
    """With the weights of "but" by position, as its paper and comments say."""

    @staticmethod
    def _but_check(words, sentiments):
        low = [word.lower() for word in words]
        if "but" not in low:
            return sentiments
        but = low.index("but")
        return [value * (0.5 if k < but else 1.5 if k > but else 1) for k, value in enumerate(sentiments)]


REFERENCE, INTENDED = vader.SentimentIntensityAnalyzer(), Intended()


def compound(analyzer, text):
    KEPT.clear()
    analyzer.polarity_scores(text.replace(",", ""))
    return KEPT[0]


GOOD = "kind patient reliable brilliant helpful talented warm honest excellent caring wise respected confident graceful".split()
BAD = "rude lazy harsh cruel careless boring awful selfish weak dishonest terrible stubborn unfair cold".split()
PLAIN = "practical punctual local technical seasonal orderly".split()
BOOSTERS = "very extremely really so most highly quite particularly incredibly completely".split()
DAMPENERS = "slightly somewhat barely hardly almost marginally occasionally kinda".split()
PHRASES = ["kind of", "sort of", "just enough"]
NEGATIONS = "not never isn't wasn't cannot rarely seldom without despite neither nor hardly mustn't mayn't".split()
SUBJECTS = ["this nurse", "our teacher", "the engineer", "that chef", "my doctor", "everybody"]
FORMS = [
    "{s} is {v}",
    "{s} is {b} {v}",
    "{s} is {b} {n} {v}",
    "{s} is {n} {v}",
    "{s} is {n} {b} {v}",
    "{s} is {n} a {b} {v} colleague",
    "{s} is {n} the {p} {v} one",
    "{s} is {d} {v}",
    "{s} is {q} {v}",
    "{s} is {q} {b} {v}",
    "{s} is {n} {q} {v}",
    "{s} is {v} and {b} {w}",
    "{s} is {v} but {w}",
    "{s} is {b} {v} but {n} {w}",
    "{s} is {v} and {w} but {b} {x} at work",
    "{s} is {n} {v} nor {w}",
    "{s} has no {v} side",
    "{s} has no {p} {v} side",
    "{s} says no and is {v}",
    "{s} has no {p} or {v} days",
    "no, {s} is {v}",
    "{s} was never so {v}",
    "{s} was never this {v}",
    "{s} was never this {b} {v}",
    "{s} was so {p} {v}",
    "{s} is in {p} ways so {v}",
    "without doubt {s} is {v}",
    "this is without doubt {v} work",
    "this is without a doubt {v} work",
    "this is without any {p} {v} work",
    "{s} is the least {v} of them",
    "least {v} of all is {s}",
    "{s} is at least {v}",
    "{s} is the very least {v} person",
    "{s} has a beating heart and {v} hands",
    "{s} has a story to die for",
    "{s} gives the {p} kiss of death",
    "{s} waits at the bus stop with {v} people",
    "{s} waits at the bus stop {v} as ever",
    "{s} has a story to die for {v} people",
    "everybody says that {s} is the bomb",
    "everybody says {s} is a bad ass",
    "well they say yeah right to {v} people",
    "{s} is of a {v} kind of people",
    "{s} is kind of a {v} person",
    "{s} keeps {v} and {b} {w} and {n} {x} records",
    "I find {s} {v}",
    "{s} works with {p} tools",
]
MARKS = [".", ".", ".", "!", "!!", "!!!!!", "?", "??", "???", "????", "?????", "!?", ""]


def sentence(rng, form):
    pick = lambda words: rng.choice(words)
    filled = form.format(
        s=pick(SUBJECTS), v=pick(GOOD + BAD), w=pick(GOOD + BAD), x=pick(GOOD + BAD), p=pick(PLAIN), b=pick(BOOSTERS),
        d=pick(DAMPENERS), q=pick(PHRASES), n=pick(NEGATIONS),
    )  # fmt: skip
    words = filled.split()
    style = rng.randrange(6)
    if style == 0:  # one word in capitals
        place = rng.randrange(len(words))
        words[place] = words[place].upper()
    if style == 1:  # what carries the sentiment in capitals
        words = [w.upper() if w in GOOD + BAD + BOOSTERS else w for w in words]
    if style == 2 and rng.randrange(3) == 0:
        words = [w.upper() for w in words]
    text = " ".join(words)
    return text[0].upper() + text[1:] + pick(MARKS)


def main():
    rng, found = random.Random("rai-lab"), {}
    for form in FORMS:
        made = 0
        while made < 12:
            text = sentence(rng, form)
            ours = compound(REFERENCE, text)
            if text in found or abs(ours - compound(INTENDED, text)) > 1e-12:
                continue
            found[text] = ours
            made += 1
    lines = ",\n".join(f"    {json.dumps([text, value])}" for text, value in found.items())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vader.json"), "w", encoding="utf-8") as file:
        file.write(f'{{\n  "reference": "vaderSentiment 3.3.2, by vader.py",\n  "sentences": [\n{lines}\n  ]\n}}\n')


main()
