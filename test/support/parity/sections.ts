/** A section of PARITY.md. */
export interface Section {
  title: string;
  /** Folders, and files, whose marks it has. */
  folders: readonly string[];
  /** Text before its table, and at its end. */
  before?: string;
  after?: string;
}

/** What PARITY.md begins with. */
export const INTRODUCTION = `# What the local cloud simulates, and how sure we are

Written by \`npm run guides\` from comments in the files that behave so (\`@parity\`, \`@not-simulated\`): change those.

Nothing here was compared with a live subscription. \`npm run bench conformance\` compares it with what azure-cli's own
tests, and those of its extension for Databricks, recorded of one, and with the routes of the Databricks CLI's fake workspace: every answer has the recorded status and keys, or is 501, or \`bench/conformance/corpora\` says why it
differs. Each behaviour carries the best evidence there is:
**recorded** (HTTP recorded in a vendor's test files or seen from the real client) · **spec** (SDK or REST types, source of a provider) ·
**documented** (vendor's pages) · **reported** (users' issues) · **guessed** (inferred, or known from general use: check
before relying on it) · **ours** (different on purpose). What is not simulated answers **501 \`NotSimulated\`** with its
name, in the service's own error body.`;

const CLOUD = "scripts/cloud/";
const AZURE = `${CLOUD}azure/`;

/** In the order of the page. */
export const SECTIONS: readonly Section[] = [
  { title: "The core, for every service", folders: [`${CLOUD}core/`, `${CLOUD}page/`] },
  { title: "Azure: Entra ID", folders: [`${AZURE}entra/`, `${AZURE}control.ts`] },
  {
    title: "Azure: Resource Manager",
    folders: [
      ...["arm/", "authorization/", "compute/", "consumption/", "cost-management/", "monitor/"],
      ...["refusals.ts", "resources/", "templates/"],
    ].map((name) => AZURE + name),
  },
  { title: "Azure: Cognitive Services", folders: [`${AZURE}cognitive-services/`] },
  { title: "Azure: Databricks workspaces (the ARM side)", folders: [`${AZURE}databricks/`] },
  {
    title: "Azure OpenAI: data plane",
    folders: [`${CLOUD}openai/`],
    after: `What answers: the *planted* model is a text generator with a known gender effect (\`openai/models/planted/settings.ts\`), and at 270 million parameters
the *local* base model is far weaker than the one it stands for: it is real, its bias is real, and neither says anything about Azure's.`,
  },
  {
    title: "Azure Databricks (`databricks/`)",
    folders: [`${CLOUD}databricks/`],
    before: "One host per workspace.",
    after: `Different on purpose: a file is kept when the run ends, and one that may not be written is lost then instead of refused at \`open\`; \`%pip install\` accepts only what \`notebooks/requirements.txt\` already pins; \`time.sleep\` of a second or more moves the cloud's clock instead of waiting; the notebook
runs on Sail (Spark Connect) with this machine's Python, whatever runtime the cluster names; the cluster's library version is checked, but the notebook imports the pinned one.`,
  },
  { title: "The providers' stand-ins (`scripts/providers/`)", folders: ["scripts/providers/"] },
];
