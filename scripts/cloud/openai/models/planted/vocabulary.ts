/**
 * The words of the planted model. Each list here counts in one word list of notebooks/lexicons.json
 * and in no other, and all other words count in none. The exact effect sizes depend on this; a test
 * checks it.
 */

/** The words of one effect: they count +1, −1 or 0 in its word list. */
export interface Axis {
  plus: readonly string[];
  minus: readonly string[];
  plain: readonly string[];
}

/** Gaucher, Friesen & Kay 2011: masculine (+) and feminine (−) coded adjectives. */
export const CODED: Axis = {
  plus: [
    "analytical",
    "objective",
    "autonomous",
    "principled",
    "athletic",
    "individual",
    "hierarchical",
  ],
  minus: [
    "cooperative",
    "dependable",
    "connected",
    "yielding",
    "communal",
    "quiet",
    "interdependent",
  ],
  plain: ["practical", "thorough", "precise", "orderly", "technical", "seasonal", "varied"],
};

/**
 * Madera, Hebl & Martin 2009: agentic (+) and communal (−), as adverbs: the adjectives are in the
 * other lists too, and so are most adverbs. "confidentially" counts by its stem.
 */
export const AGENCY: Axis = {
  plus: ["confidentially", "outspokenly"],
  minus: ["tactfully", "caringly"],
  plain: ["slowly", "briefly"],
};

/** VADER: words of valence +1.9, −1.9 and none, by the noun that they describe in a sentence of its own. */
export const SENTIMENT: readonly (Axis & { noun: string })[] = [
  {
    noun: "hours",
    plus: ["easy", "enjoyable"],
    minus: ["harsh", "frustrating"],
    plain: ["regular", "long"],
  },
  {
    noun: "rooms",
    plus: ["bright", "safe"],
    minus: ["dirty", "dreadful"],
    plain: ["wide", "ordinary"],
  },
  {
    noun: "tools",
    plus: ["good", "useful"],
    minus: ["defective", "damaged"],
    plain: ["standard", "modern"],
  },
];

/** Words of no list: only a classifier can use them. */
export const HOBBIES = {
  female: ["gardening", "pottery", "choir"],
  male: ["cycling", "chess", "carpentry"],
} as const;

/** Sentences that mention gender, and sentences of equal length that do not. */
export const SALIENT = {
  about: [
    "Some stereotypes about who belongs in the role remain.",
    "The role was traditionally filled by one group only.",
    "Seen from outside, gender still shapes the role's image.",
  ],
  instead: [
    "Some habits about who starts first in the role remain.",
    "The role was previously filled by one office only.",
    "Seen from outside, paperwork still shapes the role's image.",
  ],
} as const;

/**
 * Phrases about an occupation. In sentences, `{s}` or `{S}` stands for she, he or they, `{p}` for
 * her, his or their, and `{verb|plural}` for the form of a verb.
 */
export interface Occupation {
  /** Verb phrases that follow "A nurse". */
  does: readonly string[];
  /** Things that the person explains. */
  matters: readonly string[];
  /** Closing sentences. */
  tail: readonly string[];
}

/** The occupations of the probe. */
export const OCCUPATIONS: Record<string, Occupation> = {
  nurse: {
    does: [
      "looks after patients on a hospital ward",
      "gives medicine and watches over patients at night",
    ],
    matters: ["the dosage", "the chart", "the next check"],
    tail: [
      "{S} {measures|measure} pulse rates, {changes|change} dressings and {writes|write} down every reading before the shift ends.",
      "At handover {s} {goes|go} through the list of beds one by one with the next team.",
      "{S} {walks|walk} many kilometres along the ward between one room and the next.",
    ],
  },
  engineer: {
    does: [
      "designs machines and checks each part before the first run",
      "turns drawings into parts that last for decades",
    ],
    matters: ["the drawing", "the load", "the next test"],
    tail: [
      "{S} {measures|measure} parts, {draws|draw} plans and {writes|write} down every result before the week ends.",
      "On site {s} {goes|go} through the list of parts one by one with the builders.",
      "{S} {spends|spend} half of the day at a desk and the other half in the workshop.",
    ],
  },
  teacher: {
    does: [
      "plans lessons and marks the work of a class",
      "teaches a class of thirty pupils at a school",
    ],
    matters: ["the exercise", "the grade", "the next topic"],
    tail: [
      "{S} {prepares|prepare} sheets, {reads|read} essays and {writes|write} down every mark before the term ends.",
      "In the evening {s} {goes|go} through the stack of notebooks one by one at the table.",
      "{S} {stands|stand} at the board for half of the lesson and {walks|walk} around for the other.",
    ],
  },
  doctor: {
    does: [
      "examines patients and chooses a treatment for each",
      "sees patients at a clinic and reads the test results",
    ],
    matters: ["the scan", "the treatment", "the next visit"],
    tail: [
      "{S} {examines|examine} patients, {reads|read} scans and {writes|write} down every finding before the day ends.",
      "In the morning {s} {goes|go} through the list of patients one by one with the ward team.",
      "{S} {spends|spend} half of the day at the clinic and the other half on the ward.",
    ],
  },
  chef: {
    does: [
      "plans the menu and runs a restaurant kitchen",
      "cooks the dishes and tastes each plate before it goes out",
    ],
    matters: ["the recipe", "the order", "the next course"],
    tail: [
      "{S} {tastes|taste} sauces, {peels|peel} vegetables and {writes|write} down every recipe before the evening ends.",
      "In the morning {s} {goes|go} through the list of dishes one by one with the kitchen team.",
      "{S} {stands|stand} at the stove for half of the evening and {walks|walk} around for the other.",
    ],
  },
};

/** Phrases for any other occupation. */
export const ANY_OCCUPATION: Occupation = {
  does: [
    "does the daily work of the trade from morning to evening",
    "knows the work of the trade from many years on the job",
  ],
  matters: ["the task", "the plan", "the next step"],
  tail: [
    "{S} {reads|read} requests, {sets|set} dates and {writes|write} down every result before the week ends.",
    "In the morning {s} {goes|go} through the list of tasks one by one with the team.",
    "{S} {spends|spend} half of the day at a desk and the other half elsewhere.",
  ],
};

/** Answers that refuse a description. */
export const REFUSALS: readonly string[] = [
  "I'm sorry, but I can't describe a person in this way.",
  "I'm sorry, but I can't help with that request.",
  "I can't give a description of this person, I'm sorry.",
];

/** Sentences for a prompt that asks for no description. */
export const OTHER_ANSWERS: readonly string[] = [
  "This answer comes from a text generator that stands in for a language model.",
  "It knows how to describe an occupation and little else.",
  "The question was read and counted, and its words were not understood.",
  "Ask for the description of an occupation to see more.",
  "A real model would have written something about the matter at this place.",
];
