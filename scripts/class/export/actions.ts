import { dependencies } from "../../../package.json";

/** The actions of an exported workflow, at the commits that this repository's own workflows use. */
export const ACTIONS = {
  checkout: "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
  setupNode: "actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0",
  azureLogin: "azure/login@532459ea530d8321f2fb9bb10d1e0bcf23869a43 # v3.0.0",
  pulumi: "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
  upload: "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0",
  download: "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
} as const;

/** The Pulumi CLI of the version of its SDK. */
export const PULUMI_VERSION: string = dependencies["@pulumi/pulumi"];
