import type { Arm } from "../../text/lexicon";

/** What a column can be. */
export const ROLES = [
  "arm",
  "text",
  "occupation",
  "condition",
  "model",
  "prompt",
  "pair",
  "cluster",
  "sample",
  "finish_reason",
  "refusal",
  "names",
  "id",
] as const;
export type Role = (typeof ROLES)[number];

const list = (words: string): string[] => words.split(", ");

/** Names of columns by role, as people and tools write them; the first one that a file has counts. */
export const COLUMN_NAMES: Readonly<Record<Role, readonly string[]>> = {
  arm: list(
    "arm, gender, sex, genre, género, sexo, geschlecht, gender_arm, subject_gender, protected_group, pronouns, pronoun",
  ),
  text: list(
    "response, answer, completion, output, generation, generated_text, model_output, model_response, model_answer, reply, response_text, answer_text, output_text, antwort, antworttext, réponse, respuesta, risposta, text, content, message",
  ),
  occupation: list(
    "occupation, profession, job, job_title, occupation_name, career, beruf, tätigkeit, métier, profesión, ocupación, stratum, scenario, topic, template, template_id, question_id",
  ),
  condition: list(
    "condition, variant, system_prompt_id, mitigation, bedingung, treatment, experiment",
  ),
  model: list(
    "model, model_name, model_id, deployment, provider, engine, llm, modell, modèle, modelo",
  ),
  prompt: list(
    "prompt, question, input, user_prompt, instruction, query, frage, eingabe, pregunta",
  ),
  pair: ["pair", "pair_id", "paar"],
  cluster: ["cluster", "cluster_id"],
  sample: ["sample"],
  finish_reason: ["finish_reason", "stop_reason", "finishreason"],
  refusal: ["refusal"],
  names: ["names", "namen"],
  id: ["custom_id", "id", "path", "file", "filename", "request_id", "key", "name", "label"],
};

/** Words for the arms. An empty value is none of them. */
const ARM_WORDS: Readonly<Record<Arm, readonly string[]>> = {
  female: list(
    "female, f, woman, women, w, fem, feminine, females, girl, she, her, she/her, she/her/hers, weiblich, frau, frauen, femme, femmes, féminin, mujer, mujeres, femenino, donna, femmina, vrouw, lady",
  ),
  male: list(
    "male, m, man, men, masc, masculine, males, boy, he, him, he/him, he/him/his, männlich, mann, männer, homme, hommes, masculin, hombre, hombres, masculino, uomo, maschio, gentleman",
  ),
  neutral: list(
    "neutral, n, none, unspecified, unmarked, no_gender, gender_neutral, ungendered, not_specified, neutre, neutro, person, they, they/them, they/them/theirs",
  ),
};

/** A name without case, accents, spaces and signs: "Job-Title" and "job_title" are the same. */
export const keyOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const ARM_BY_KEY: ReadonlyMap<string, Arm> = new Map(
  (["female", "male", "neutral"] as const).flatMap((arm) =>
    ARM_WORDS[arm].map((word) => [keyOf(word), arm] as const),
  ),
);

/** Words for arms, for a hint at the nearest one. */
export const KNOWN_ARM_WORDS: readonly string[] = Object.values(ARM_WORDS).flat();

/** The arm that a word names: "Female", "w", "männlich". */
export const armOfWord = (word: string): Arm | undefined => ARM_BY_KEY.get(keyOf(word));

/** Words for the way of asking that the others are compared with, if several are in a file. */
const BASELINE_WORDS = new Set(
  ["M0", "baseline", "control", "default", "none", "no system prompt", "plain", "original"].map(
    keyOf,
  ),
);
export const isBaselineWord = (word: string): boolean => BASELINE_WORDS.has(keyOf(word));

const YES = new Set(
  "yes y true t 1 agree agreed hire hired accept accepted approve approved pass passed ja oui si sí correct c".split(
    " ",
  ),
);
const NO = new Set(
  "no n false f 0 disagree disagreed reject rejected decline declined deny denied fail failed nein non incorrect i".split(
    " ",
  ),
);

/** 1 for a word that says yes, 0 for one that says no. */
export function yesOrNo(word: string): 0 | 1 | undefined {
  if (YES.has(keyOf(word))) return 1;
  return NO.has(keyOf(word)) ? 0 : undefined;
}
