/**
 * Property values in Pulumi's wire format: JSON, and maps with a signature.
 * The signatures are those of @pulumi/pulumi/runtime/rpc.
 */
import { isPropertyMap, UNKNOWN, type Props, type Value } from "../plugin";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSETS = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];

const signed = (v: Value | undefined, signature: string): boolean =>
  isPropertyMap(v) && v[SIGNATURE] === signature;
type Signed = Props & { [SIGNATURE]: string };
/** Whether a value is marked as a secret. */
export const isSecret = (v: Value | undefined): v is Signed => signed(v, SECRET);
/** Marks a value as a secret. */
export const secret = (value: Value): Props => ({ [SIGNATURE]: SECRET, value });
/** A value that is expected to be text; empty for any other value. */
export const textOf = (v: Value | undefined): string => (typeof v === "string" ? v : "");
/** A secret as a state file has it. */
export const encryptedSecret = (ciphertext: string): Props => ({ [SIGNATURE]: SECRET, ciphertext });

/** Rebuilds a value bottom-up: `visit` gets every map after its children. */
function rewrite(v: Value, visit: (node: Props) => Value): Value {
  if (Array.isArray(v)) return v.map((item) => rewrite(item, visit));
  if (!isPropertyMap(v)) return v;
  return visit(rewriteProps(v, visit));
}
const rewriteProps = (props: Props, visit: (node: Props) => Value): Props =>
  Object.fromEntries(Object.entries(props).map(([key, child]) => [key, rewrite(child, visit)]));

/** Properties for a provider that accepts neither secrets nor resource references. */
export const plain = (props: Props): Props =>
  rewriteProps(props, (n) => {
    if (signed(n, SECRET)) return n.value ?? null;
    if (signed(n, OUTPUT)) return n.value ?? UNKNOWN;
    if (signed(n, RESOURCE)) return n.id ?? n.urn ?? null;
    return n;
  });

/** Replaces output values by plain, secret or unknown values, the forms that a state file has. */
export const lowerOutputs = (props: Props): Props =>
  rewriteProps(props, (n) => {
    if (!signed(n, OUTPUT)) return n;
    const inner = n.value ?? UNKNOWN;
    return n.secret === true ? secret(inner) : inner;
  });

/** Maps every secret of a value. Secrets inside secrets are left to `visit`. */
export function mapSecrets(v: Value, visit: (node: Props) => Value): Value {
  if (Array.isArray(v)) return v.map((item) => mapSecrets(item, visit));
  if (!isPropertyMap(v)) return v;
  if (isSecret(v)) return visit(v);
  return Object.fromEntries(
    Object.entries(v).map(([key, child]) => [key, mapSecrets(child, visit)]),
  );
}

/** Removes secret marks at every depth, so that marks do not count in a comparison. */
export const withoutSecretMarks = (v: Value): Value =>
  mapSecrets(v, (n) => withoutSecretMarks(n.value ?? null));

const childrenOf = (v: Value): Value[] =>
  typeof v === "object" && v !== null ? Object.values(v) : [];
const some = (v: Value | undefined, test: (v: Value) => boolean): boolean =>
  v !== undefined && (test(v) || childrenOf(v).some((child) => some(child, test)));
/** Whether a part of the value is unknown. */
export const hasUnknown = (v: Value | undefined): boolean => some(v, (x) => x === UNKNOWN);
/** Whether a part of the value is a secret. */
export const hasSecret = (v: Value | undefined): boolean => some(v, isSecret);
/** Stack outputs as they may be shown: `[secret]` in the place of each that has a secret. */
export const shownOutputs = (outputs: Props): Props =>
  Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      hasSecret(value) ? "[secret]" : (plain({ value })["value"] ?? null),
    ]),
  );

/** Whether a part of the value is an asset or an archive. */
export const hasAsset = (v: Value | undefined): boolean =>
  some(v, (x) => ASSETS.some((sig) => signed(x, sig)));

/** Pulumi's annotateSecrets: marks an output as secret if the input of the same name has a secret. */
export function keepSecrets(outputs: Props, inputs: Props): Props {
  const result = { ...outputs };
  for (const [key, input] of Object.entries(inputs)) {
    const output = result[key];
    if (output === undefined || isSecret(output)) continue;
    if (isPropertyMap(output) && isPropertyMap(input) && !isSecret(input))
      result[key] = keepSecrets(output, input);
    else if (hasSecret(input)) result[key] = secret(output);
  }
  return result;
}

/**
 * Deep equality as after JSON. Not `isDeepStrictEqual`, for which -0 differs from the 0 that a state
 * file keeps: a component with such an input would be updated on every run.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [Object.entries(a), new Map(Object.entries(b))];
  return x.length === y.size && x.every(([key, value]) => y.has(key) && isEqual(value, y.get(key)));
}

/** Reuses the old value of each equal property, so that an unchanged secret keeps its ciphertext. */
export const reuseEqual = (olds: Props | undefined, news: Props): Props =>
  Object.fromEntries(
    Object.entries(news).map(([key, v]) => [
      key,
      olds && isEqual(olds[key], v) ? (olds[key] ?? v) : v,
    ]),
  );

/** Names of the properties that differ. */
export const changedKeys = (olds: Props, news: Props): string[] =>
  [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) => !isEqual(olds[key], news[key]),
  );
