import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
/** Values by column. */
export type Values = JsonObject;

/** How a tool, or a way to write tables, lays answers out in a JSON value. */
export interface Shape {
  /** For the reader: "promptfoo results". */
  name: string;
  /** The records of the value; undefined if it has another shape. */
  read(value: unknown): Values[] | undefined;
}

/** The object in a field; empty where there is none. */
export const objectIn = (value: unknown, key: string): Values =>
  isJsonObject(value) && isJsonObject(value[key]) ? value[key] : {};

export const arrayIn = (value: unknown, key: string): readonly unknown[] =>
  isJsonObject(value) && Array.isArray(value[key]) ? (value[key] as unknown[]) : [];

/** The text of a message's content: a string, or its text parts. Undefined if it has none. */
export function contentText(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const parts = content.flatMap((part) =>
    isJsonObject(part) && typeof part["text"] === "string" ? [part["text"]] : [],
  );
  return parts.join("");
}

/** The text of the last message of the user, in a list of chat messages. */
export function questionIn(messages: readonly unknown[]): string | undefined {
  const asked = messages.filter(isJsonObject).filter(({ role }) => role === "user");
  return contentText(asked.at(-1)?.["content"]);
}
