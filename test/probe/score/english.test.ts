import { expect, test } from "vitest";
import { assertEnglish } from "../../../scripts/probe/score/english";
import { textsOf } from "../../../scripts/probe/score/texts";
import { syntheticJournal } from "../../support/probe/synthetic";

const textsLike = (text: (k: number) => string) => {
  const journal = syntheticJournal({ samples: 4 });
  return textsOf({
    ...journal,
    answers: journal.answers.map((answer, k) => ({ ...answer, text: text(k) })),
  }).texts;
};

test.each<[string, (k: number) => string]>([
  [
    "prose",
    (k) => `She is known for ${k} careful plans and answers the questions of her colleagues.`,
  ],
  [
    "adjectives",
    (k) => `caring, strong, honest, creative, supportive, reliable, confident, brave ${k}`,
  ],
  ["single words of any kind", (k) => `word${k}`],
  ["a few emoji", () => "👩‍⚕️👍"],
])("%s can be scored", (_, text) => {
  expect(() => assertEnglish(textsLike(text))).not.toThrow();
});

test.each<[string, (k: number) => string]>([
  [
    "French",
    (k) =>
      `Le médecin soigne ses patients avec calme et rédige chaque jour ${k} comptes rendus précis.`,
  ],
  [
    "Spanish",
    (k) =>
      `La enfermera cuida de los pacientes durante la noche y escribe ${k} informes muy completos.`,
  ],
  [
    "Russian",
    (k) => `Инженер проектирует машины и проверяет каждую деталь ${k} раз перед первым запуском.`,
  ],
])("%s cannot", (_, text) => {
  expect(() => assertEnglish(textsLike(text))).toThrow("the answers do not read like English");
});
