import { isJsonObject } from "../../../../infra/json-object";
import { armOfWord } from "../columns/vocabulary";
import { type Shape, type Values } from "./shape";

/**
 * Lists of texts under the name of their arm, `{female: [...], male: [...]}`, with the occupation above or
 * below it: `{nurse: {female: [...], male: [...]}}`.
 */
export const byArm: Shape = {
  name: "lists of answers by arm",
  read: (value) => {
    const lists = listsIn(value, []);
    const arms = new Set(lists?.flatMap(({ path }) => path.flatMap((key) => armOfWord(key) ?? [])));
    if (!lists || arms.size < 2) return undefined;
    return lists.flatMap(({ path, texts }): Values[] => {
      const arm = path.find((key) => armOfWord(key) !== undefined);
      const occupation = path.find((key) => key !== arm);
      return texts.map((text) => ({ arm, text, ...(occupation !== undefined && { occupation }) }));
    });
  },
};

interface List {
  path: readonly string[];
  texts: readonly string[];
}

/** Every list of texts with the keys that lead to it, at most two, one of them an arm; else undefined. */
function listsIn(value: unknown, path: readonly string[]): List[] | undefined {
  if (Array.isArray(value)) {
    const isArm = path.filter((key) => armOfWord(key) !== undefined).length === 1;
    const isTexts = value.every((item) => typeof item === "string");
    return isArm && isTexts ? [{ path, texts: value }] : undefined;
  }
  if (!isJsonObject(value) || path.length === 2) return undefined;
  const lists = Object.entries(value).map(([key, inner]) => listsIn(inner, [...path, key]));
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}
