import { ApiError } from "../../core/errors";
import { invalidRequest } from "../arm/errors";

/*
 * @parity
 * - An unknown kind of account is 400 `InvalidApiSetId`, a SKU that it has not 400 `InvalidSku`;
 *   kinds without models are accounts that answer nothing — code of the kind reported (azure-cli
 *   6190); lists general knowledge
 * - Accounts of kind SpeechServices are created and changed at once, and so is a restored account
 *   created — recorded
 */

/** Kinds of accounts that can deploy models; both have one SKU. */
export const MODEL_KINDS = ["OpenAI", "AIServices"];
const MODEL_SKUS = ["S0"];

/** Other kinds of Cognitive Services: an account of them is a name with keys, and answers nothing. */
const OTHER_KINDS = [
  ...["AnomalyDetector", "CognitiveServices", "ComputerVision", "ContentModerator"],
  ...["ContentSafety", "CustomVision.Prediction", "CustomVision.Training", "Face"],
  ...["FormRecognizer", "HealthInsights", "ImmersiveReader", "LUIS", "LUIS.Authoring"],
  ...["MetricsAdvisor", "Personalizer", "QnAMaker.v2", "SpeechServices", "TextAnalytics"],
  ...["TextTranslation"],
];
const OTHER_SKUS = [
  ...["F0", "F1", "S", "S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "E0", "DC0"],
  ...["P0", "P1", "P2", "C2", "C3", "C4", "D3"],
];

/** Names of the SKUs that accounts of a kind can have; those of kinds without models are one list. */
export const skusOf = (kind: string): readonly string[] =>
  MODEL_KINDS.includes(kind) ? MODEL_SKUS : OTHER_SKUS;

/** Kinds of accounts whose creation and changes take no time. */
export const isReadyAtOnce = (kind: string): boolean => kind === "SpeechServices";

/**
 * The kind and SKU of an account to be written.
 * @throws ApiError 400 for what is missing, and for what Cognitive Services does not have
 * (`InvalidApiSetId`: Azure/azure-cli#6190)
 */
export function requireKindAndSku({ kind, sku }: { kind?: string; sku?: { name: string } }): {
  kind: string;
  sku: { name: string };
} {
  if (kind === undefined) throw invalidRequest("The required property 'kind' is missing.");
  if (sku === undefined) throw invalidRequest("The required property 'sku' is missing.");
  if (!MODEL_KINDS.includes(kind) && !OTHER_KINDS.includes(kind))
    throw new ApiError(
      400,
      "InvalidApiSetId",
      `The account type '${kind}' is either invalid or unavailable in given region.`,
    );
  if (skusOf(kind).includes(sku.name)) return { kind, sku };
  throw new ApiError(
    400,
    "InvalidSku",
    `The SKU '${sku.name}' is not available for accounts of kind '${kind}'.`,
  );
}
