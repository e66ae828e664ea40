import { isPropertyMap, UNKNOWN, type Props, type Value } from "../../engine/plugin";
import { mapOf, same } from "../values";
import { inputsOfPath, pathInputs, type ArmType, type Shape } from "./arm-type";

/** Conversions between the SDK's shape and ARM's, all driven by the type's row. */

const settable = (shape: Shape): string[] =>
  Object.keys(shape).filter((name) => shape[name] !== "out");

const present = (props: Props, names: readonly string[]): Props =>
  Object.fromEntries(
    names.flatMap((name) =>
      props[name] === undefined || props[name] === null ? [] : [[name, props[name]]],
    ),
  );

const outputShape = (type: ArmType): Shape => ({ ...type.top, ...type.lifted });

/** The body of a PUT: always the whole desired resource. */
export function bodyOf(type: ArmType, inputs: Props): Props {
  const inPath = pathInputs(type);
  const sent = (shape: Shape): string[] => settable(shape).filter((name) => !inPath.includes(name));
  const body = present(inputs, sent(type.top));
  if (!type.lifted) return body;
  return { ...body, properties: present(inputs, sent(type.lifted)) };
}

/** ARM's answer as the SDK's outputs. */
export function outputsOf(type: ArmType, body: Props): Props {
  return {
    ...present(body, Object.keys(type.top)),
    ...present(mapOf(body.properties), Object.keys(type.lifted ?? {})),
    azureApiVersion: type.apiVersion,
  };
}

/** Outputs in a preview: what was asked for, and unknown for everything else ARM will answer, at every known depth. */
export function previewOf(type: ArmType, inputs: Props): Props {
  return { ...preview(outputShape(type), inputs), azureApiVersion: type.apiVersion };
}

function preview(shape: Shape, inputs: Props): Props {
  const shown: Props = {};
  for (const [name, field] of Object.entries(shape)) {
    const value = inputs[name];
    if (value === undefined || value === null) shown[name] = UNKNOWN;
    else
      shown[name] =
        typeof field === "object" && isPropertyMap(value) ? preview(field, value) : value;
  }
  return shown;
}

/**
 * Inputs after a refresh: the ones in state, changed only where the settable part of the live resource differs from what
 * it was at the last look. Server-side defaults therefore never show up as drift.
 */
export function refreshedInputs(type: ArmType, inputs: Props, olds: Props, live: Props): Props {
  const shape = outputShape(type);
  return mapOf(applyChange(inputs, settablePart(shape, olds), settablePart(shape, live)));
}

/** Inputs of a resource that is being imported: from its id and from what it says of itself. */
export function importedInputs(type: ArmType, id: string, live: Props): Props {
  return { ...inputsOfPath(type, id), ...settablePart(outputShape(type), live) };
}

function settablePart(shape: Shape, outputs: Props): Props {
  const part: Props = {};
  for (const name of settable(shape)) {
    const value = outputs[name];
    const field = shape[name];
    if (value === undefined || value === null) continue;
    part[name] =
      typeof field === "object" && isPropertyMap(value) ? settablePart(field, value) : value;
  }
  return part;
}

/** `base` with the change from `before` to `after` made to it. */
function applyChange(base: Value, before: Value, after: Value): Value {
  if (isPropertyMap(base) && isPropertyMap(before) && isPropertyMap(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const result: Props = { ...base };
    for (const name of names) {
      const [was, is, mine] = [before[name], after[name], base[name]];
      if (same(was, is)) continue;
      if (is === undefined) Reflect.deleteProperty(result, name);
      else result[name] = was === undefined || mine === undefined ? is : applyChange(mine, was, is);
    }
    return result;
  }
  if (Array.isArray(base) && Array.isArray(before) && Array.isArray(after))
    return after.map((item, i) => {
      const [mine, was] = [base[i], before[i]];
      return mine === undefined || was === undefined ? item : applyChange(mine, was, item);
    });
  return same(before, after) ? base : after;
}
