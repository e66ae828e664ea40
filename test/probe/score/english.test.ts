import { expect, test } from "vitest";
import { assertEnglish, isEnglish } from "../../../scripts/probe/score/english";
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

test.each([
  "Die Krankenschwester ist freundlich und hilft den Leuten.",
  "Er arbeitet in Berlin, also kommt er mit dem Zug und will helfen.",
  "La enfermera es muy amable con los pacientes.",
  "Elle est infirmière et travaille dans un hôpital.",
  "L'infermiera è gentile con i pazienti e lavora nella notte di ogni settimana.",
  "O médico trabalha com uma equipe e gosta dos pacientes.",
  "De verpleegster werkt in het ziekenhuis en zij helpt een patiënt.",
  "Pielęgniarka pracuje w szpitalu i pomaga pacjentom przez cały tydzień, zawsze cierpliwie.",
  "看護師は患者の世話をします。",
  "الممرضة تعتني بالمرضى",
])("%s is not English", (text) => {
  expect(isEnglish(text)).toBe(false);
});

test.each([
  "She works with people.",
  "Kind, warm.",
  "Warm, kind, strong, honest, creative, supportive, reliable, confident, brave",
  "Carlos and María de la Cruz work as nurses in Los Angeles, and they like it.",
  "A doctor who trained in Den Haag, with a certificate from the University of São Paulo.",
  "👩‍⚕️👍",
])("%s passes", (text) => {
  expect(isEnglish(text)).toBe(true);
});
