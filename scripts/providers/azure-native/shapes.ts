import { isPropertyMap, UNKNOWN, type Props, type Value } from "../../engine/plugin";
import { asProps, pick, same } from "../values";
import { inputsOfPath, pathInputs, type ArmType, type Shape } from "./arm-type";

/** Conversions between the SDK's shape and ARM's, all driven by the type's row. */

const settable = (shape: Shape): string[] =>
  Object.keys(shape).filter((name) => shape[name] !== "out");

const outputShape = (type: ArmType): Shape => ({ ...type.top, ...type.lifted });

/** The body of a PUT, which always holds the whole desired resource. */
export function bodyOf(type: ArmType, inputs: Props): Props {
  const inPath = pathInputs(type);
  const sent = (shape: Shape): string[] => settable(shape).filter((name) => !inPath.includes(name));
  const body = pick(inputs, sent(type.top));
  if (!type.lifted) return body;
  return { ...body, properties: pick(inputs, sent(type.lifted)) };
}

/** Converts ARM's answer to the SDK's outputs. */
export function outputsOf(type: ArmType, body: Props): Props {
  return {
    ...pick(body, Object.keys(type.top)),
    ...pick(asProps(body.properties), Object.keys(type.lifted ?? {})),
    azureApiVersion: type.apiVersion,
  };
}

/**
 * Outputs of a preview: the inputs, and unknown for whatever else ARM will answer, at every depth
 * of the shape.
 */
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
 * Inputs after a refresh: those of the state, changed where the settable part of the live resource
 * differs from the last read. Defaults of the server therefore never appear as drift.
 */
export function refreshedInputs(type: ArmType, inputs: Props, olds: Props, live: Props): Props {
  const shape = outputShape(type);
  return asProps(applyChange(inputs, settablePart(shape, olds), settablePart(shape, live)));
}

/** Inputs of an imported resource, from its id and its live outputs. */
export function importedInputs(type: ArmType, id: string, live: Props): Props {
  return { ...inputsOfPath(type, id), ...settablePart(outputShape(type), live) };
}

function settablePart(shape: Shape, outputs: Props): Props {
  const part: Props = {};
  for (const name of settable(shape)) {
    const value = outputs[name];
    const field = shape[name];
    if (value === undefined || value === null) continue;
    if (typeof field === "object" && isPropertyMap(value)) part[name] = settablePart(field, value);
    else part[name] = value;
  }
  return part;
}

/** Makes the change from `before` to `after` in `base`. */
function applyChange(base: Value, before: Value, after: Value): Value {
  if (isPropertyMap(base) && isPropertyMap(before) && isPropertyMap(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const result: Props = { ...base };
    for (const name of names) {
      const [old, live, input] = [before[name], after[name], base[name]];
      if (same(old, live)) continue;
      if (live === undefined) Reflect.deleteProperty(result, name);
      else if (old === undefined || input === undefined) result[name] = live;
      else result[name] = applyChange(input, old, live);
    }
    return result;
  }
  if (Array.isArray(base) && Array.isArray(before) && Array.isArray(after))
    return after.map((item, i) => {
      const [input, old] = [base[i], before[i]];
      if (input === undefined || old === undefined) return item;
      return applyChange(input, old, item);
    });
  return same(before, after) ? base : after;
}
