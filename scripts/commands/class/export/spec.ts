import type { CommandSpec } from "../../../lib/shell/command";

/** The command line of `lab class export`. */
export const EXPORT_SPEC = {
  name: "class export",
  summary: "print what an engine beyond this machine needs to bring a class up",
  args: {
    class: {
      type: "positional",
      required: true,
      description: "the name that the class was planned with",
    },
    format: {
      type: "enum",
      options: ["github-matrix", "pko"],
      default: "github-matrix",
      description:
        "a workflow for GitHub Actions, or Stack resources for the Pulumi Kubernetes Operator",
    },
    shards: {
      type: "string",
      description: "of a workflow: on how many machines; by default one for each 20 seats",
      valueHint: "N",
    },
    repository: {
      type: "string",
      description: "of Stack resources: the address of your clone, which the operator reads",
      valueHint: "URL",
    },
    commit: {
      type: "string",
      description: "of Stack resources: the commit of it",
      valueHint: "SHA",
    },
  },
  examples: [
    ["class export spring > .github/workflows/spring.yml", "class half, shards, report"],
    ["class export spring --format pko --repository URL --commit SHA", "a Stack for each seat"],
  ],
} as const satisfies CommandSpec;
