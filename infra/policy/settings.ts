/** What a class may decide about a rule. In the form of the JSON schema that the Pulumi CLI checks a configuration by. */
export type Setting =
  | { type: "integer"; description: string; default: number; minimum: number }
  | { type: "boolean"; description: string; default: boolean }
  | { type: "string"; description: string; default: string; enum: string[] }
  | { type: "array"; description: string; default: string[]; items: { type: "string" } };

export type Settings = Record<string, Setting>;

type ValueOf<T extends Setting> = T extends { type: "integer" }
  ? number
  : T extends { type: "boolean" }
    ? boolean
    : T extends { type: "array" }
      ? readonly string[]
      : string;

/** The values that a rule is called with. */
export type ValuesOf<S extends Settings> = { [K in keyof S]: ValueOf<S[K]> };

export const limitSetting = (value: number, description: string) =>
  ({ type: "integer", description, default: value, minimum: 0 }) as const satisfies Setting;
export const flagSetting = (value: boolean, description: string) =>
  ({ type: "boolean", description, default: value }) as const satisfies Setting;
export const choiceSetting = (values: [string, ...string[]], description: string) =>
  ({ type: "string", description, default: values[0], enum: values }) satisfies Setting;
export const listSetting = (values: string[], description: string) =>
  ({ type: "array", description, default: values, items: { type: "string" } }) satisfies Setting;

/** The values when a class decides nothing. */
export const defaultsOf = (settings: Settings): Record<string, Setting["default"]> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
