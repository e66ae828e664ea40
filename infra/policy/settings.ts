/** A setting of a rule, as the JSON schema by which the Pulumi CLI checks a configuration. */
export type Setting =
  | { type: "integer"; description: string; default: number; minimum: number }
  | { type: "boolean"; description: string; default: boolean }
  | { type: "string"; description: string; default: string; enum: string[] }
  | { type: "array"; description: string; default: string[]; items: { type: "string" } };

/** The settings of a rule, by name. */
export type Settings = Record<string, Setting>;

/** The type of a setting's value, by the schema's type. */
interface ValueTypes {
  integer: number;
  boolean: boolean;
  string: string;
  array: readonly string[];
}

/** The values of a rule's settings. */
export type ValuesOf<S extends Settings> = { [K in keyof S]: ValueTypes[S[K]["type"]] };

/** A whole number from 0 on. */
export const limitSetting = (value: number, description: string) =>
  ({ type: "integer", description, default: value, minimum: 0 }) as const satisfies Setting;
/** True or false. */
export const flagSetting = (value: boolean, description: string) =>
  ({ type: "boolean", description, default: value }) as const satisfies Setting;
/** One of `values`; the first is the default. */
export const choiceSetting = (values: [string, ...string[]], description: string) =>
  ({ type: "string", description, default: values[0], enum: values }) satisfies Setting;
/** A list of texts. */
export const listSetting = (values: string[], description: string) =>
  ({ type: "array", description, default: values, items: { type: "string" } }) satisfies Setting;

/** The default values. */
export const defaultsOf = (settings: Settings): Record<string, Setting["default"]> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
