/** What a shell may offer for a value beside the choices. */
type Completes = "stack" | "file" | "folder";

/** One argument of a command, as help, parser and completion read it. */
export type Arg =
  | { type: "boolean"; description: string }
  | {
      type: "string";
      description: string;
      valueHint: string;
      default?: string;
      completes?: Completes;
      /** Words that a shell offers; others are accepted too. */
      offers?: readonly string[];
    }
  | { type: "enum"; description: string; options: readonly string[]; default?: string }
  | {
      type: "positional";
      description: string;
      required?: boolean;
      default?: string;
      options?: readonly string[];
      completes?: Completes;
    }
  /** Every word behind `--`, as it is: the command line of another program. At least one. */
  | { type: "rest"; description: string };

/** The arguments of a command by name. */
export type ArgsDef = Record<string, Arg>;

type ValueOf<A> = A extends { type: "boolean" }
  ? boolean
  : A extends { type: "rest" }
    ? readonly string[]
    : A extends { options: readonly (infer Choice)[] }
      ? Choice
      : string;

/** What a command line gives for one argument. */
export type ArgValue = string | boolean | readonly string[] | undefined;

type IsGiven = { type: "boolean" } | { type: "rest" } | { default: string } | { required: true };

/** The values of a command's arguments; those with neither a value nor a default are undefined. */
export type ParsedArgs<T extends ArgsDef> = {
  [Name in keyof T]: T[Name] extends IsGiven ? ValueOf<T[Name]> : ValueOf<T[Name]> | undefined;
};

/** Arguments of every command. */
export const COMMON_ARGS = {
  json: {
    type: "boolean",
    description: "print JSON",
  },
  debug: { type: "boolean", description: "print stack traces" },
} as const satisfies ArgsDef;
