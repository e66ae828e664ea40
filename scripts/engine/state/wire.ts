/** Property values exactly as they travel on Pulumi's wire: plain JSON plus maps that carry a signature. */
import { isPropertyMap, UNKNOWN, type Props, type Value } from "../plugin";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSETS = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];

const signed = (v: Value | undefined, signature: string): boolean =>
  isPropertyMap(v) && v[SIGNATURE] === signature;
type Signed = Props & { [SIGNATURE]: string };
export const isSecret = (v: Value | undefined): v is Signed => signed(v, SECRET);
export const secret = (value: Value): Props => ({ [SIGNATURE]: SECRET, value });
/** The text of a value that can only be one; anything else gives an empty text. */
export const textOf = (v: Value | undefined): string => (typeof v === "string" ? v : "");
/** A secret as it lies in a state file. */
export const encryptedSecret = (ciphertext: string): Props => ({ [SIGNATURE]: SECRET, ciphertext });

/** Rebuilds a tree bottom-up; `visit` sees every map after its children. */
function rewrite(v: Value, visit: (node: Props) => Value): Value {
  if (Array.isArray(v)) return v.map((item) => rewrite(item, visit));
  if (!isPropertyMap(v)) return v;
  return visit(rewriteProps(v, visit));
}
const rewriteProps = (props: Props, visit: (node: Props) => Value): Props =>
  Object.fromEntries(Object.entries(props).map(([key, child]) => [key, rewrite(child, visit)]));

/** What a provider that accepts neither secrets nor resource references sees. */
export const plain = (props: Props): Props =>
  rewriteProps(props, (n) => {
    if (signed(n, SECRET)) return n.value ?? null;
    if (signed(n, OUTPUT)) return n.value ?? UNKNOWN;
    if (signed(n, RESOURCE)) return n.id ?? n.urn ?? null;
    return n;
  });

/** Output values become plain, secret or unknown values: the only forms that state knows. */
export const lowerOutputs = (props: Props): Props =>
  rewriteProps(props, (n) => {
    if (!signed(n, OUTPUT)) return n;
    const inner = n.value ?? UNKNOWN;
    return n.secret === true ? secret(inner) : inner;
  });

/** Applies `visit` to every outermost secret of a property map. */
export function mapSecrets(v: Value, visit: (node: Props) => Value): Value {
  if (Array.isArray(v)) return v.map((item) => mapSecrets(item, visit));
  if (!isPropertyMap(v)) return v;
  if (isSecret(v)) return visit(v);
  return Object.fromEntries(
    Object.entries(v).map(([key, child]) => [key, mapSecrets(child, visit)]),
  );
}

/** Without marks of secrets, whatever the depth: two values that differ by them alone are the same value. */
export const withoutSecretMarks = (v: Value): Value =>
  mapSecrets(v, (n) => withoutSecretMarks(n.value ?? null));

const childrenOf = (v: Value): Value[] =>
  Array.isArray(v) ? v : isPropertyMap(v) ? Object.values(v) : [];
const some = (v: Value | undefined, test: (v: Value) => boolean): boolean =>
  v !== undefined && (test(v) || childrenOf(v).some((child) => some(child, test)));
export const hasUnknown = (v: Value | undefined): boolean => some(v, (x) => x === UNKNOWN);
export const hasSecret = (v: Value | undefined): boolean => some(v, isSecret);
export const hasAsset = (v: Value | undefined): boolean =>
  some(v, (x) => ASSETS.some((sig) => signed(x, sig)));

/** Pulumi's annotateSecrets: an output whose same-named input held a secret is a secret. */
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

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [Object.entries(a), new Map(Object.entries(b))];
  return x.length === y.size && x.every(([key, value]) => y.has(key) && isEqual(value, y.get(key)));
}

/** Takes the old node wherever it equals the new one, so that an unchanged secret keeps its ciphertext. */
export const reuseEqual = (olds: Props | undefined, news: Props): Props =>
  Object.fromEntries(
    Object.entries(news).map(([key, v]) => [
      key,
      olds && isEqual(olds[key], v) ? (olds[key] ?? v) : v,
    ]),
  );

export const changedKeys = (olds: Props, news: Props): string[] =>
  [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) => !isEqual(olds[key], news[key]),
  );
