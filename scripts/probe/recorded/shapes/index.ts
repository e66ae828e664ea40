import { isJsonObject } from "../../../../infra/json-object";
import { byArm } from "./by-arm";
import { chat } from "./chat";
import { inspect } from "./inspect";
import { openAiBatch, openAiResponse } from "./openai-batch";
import { promptfoo } from "./promptfoo";
import { byId, rows } from "./rows";
import { type Shape, type Values } from "./shape";
import { columnTable, flat, unwrapped } from "./table";

/** The shapes that are known, the most particular first. */
const SHAPES: readonly Shape[] = [
  openAiBatch,
  openAiResponse,
  promptfoo,
  inspect,
  chat,
  byArm,
  rows,
  columnTable,
  byId,
];

/** Objects in objects that are looked through for the answers. */
const MAX_DEPTH = 4;
/** Lists in lists that are. */
const MAX_LISTS = 4;

/** The records of a JSON value, with the name of its shape where it is a known one. */
export function recordsOfValue(value: unknown, depth = 0): { shape?: string; records: Values[] } {
  for (const shape of SHAPES) {
    const records = shape.read(value);
    if (records) return { shape: shape.name, records };
  }
  if (Array.isArray(value)) {
    if (depth > MAX_DEPTH + MAX_LISTS) return { records: [] };
    const parts = value.map((item) => recordsOfValue(item, Math.max(depth, MAX_DEPTH) + 1));
    return { shape: parts[0]?.shape, records: parts.flatMap(({ records }) => records) };
  }
  if (!isJsonObject(value)) return { records: [] };
  const inner = depth < MAX_DEPTH ? unwrapped(value) : undefined;
  return inner === undefined ? { records: [flat(value)] } : recordsOfValue(inner, depth + 1);
}
