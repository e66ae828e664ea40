import { isJsonObject } from "../../../infra/json-object";
import { arrayIn, contentText, objectIn, questionIn, type Values } from "./shapes/shape";
import { parseJson } from "./formats/json-text";
import { isRecord, type Records } from "./record";
import { openSource } from "./source";
import { LabError, messageOf } from "../../../infra/errors";

/**
 * The questions of an OpenAI batch, by `custom_id`: its output does not repeat them. A line of the
 * requests is `{custom_id, method, url, body}`, with `messages`, `input` or `prompt` in the body
 * (OpenAI API reference, "The request input object").
 * @throws LabError `journal` for a line that is no request
 */
export function questionsOf(file: string): Map<string, string> {
  const questions = new Map<string, string>();
  for (const { number, text = "" } of openSource(file).lines()) {
    if (text.trim() === "") continue;
    const request = parseRequest(file, number, text);
    const body = objectIn(request, "body");
    const question =
      questionIn(arrayIn(body, "messages")) ??
      questionIn(arrayIn(body, "input")) ??
      contentText(body["input"] ?? body["prompt"]);
    if (question !== undefined) questions.set(String(request["custom_id"]), question);
  }
  return questions;
}

function parseRequest(file: string, number: number, text: string): Values {
  let reason = "it has no custom_id";
  try {
    const value = parseJson(text);
    if (isJsonObject(value) && "custom_id" in value) return value;
  } catch (error) {
    reason = `not JSON (${messageOf(error)})`;
  }
  throw new LabError("journal", `line ${number} is no request of a batch: ${reason}`, {
    where: file,
    cure: "--requests FILE takes the file that the batch was made from",
  });
}

/** The records with their questions as the column `prompt`. */
export const withQuestions = (
  { format, records }: Records,
  questions: ReadonlyMap<string, string>,
): Records => ({
  format,
  records: {
    *[Symbol.iterator]() {
      for (const part of records) {
        if (!isRecord(part)) {
          yield part;
          continue;
        }
        const prompt = questions.get(String(part.values["custom_id"]));
        yield prompt === undefined ? part : { ...part, values: { ...part.values, prompt } };
      }
    },
  },
});
