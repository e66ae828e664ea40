export { accountModels } from "./account-models";
export { ask, doctor, type Examined, type Question, reportOf } from "./doctor";
export { daysUntil } from "./dates";
export type { DoctorInput } from "./rule-context";
export { exitCodeOf, type DoctorReport, type Finding } from "./finding";
export { applyFix, type AppliedFix } from "./fix";
export { isRuleId, RULE_IDS, type RuleId, RULES } from "./rule-ids";
export { type NoSuggestion, suggest, type Suggestion } from "./suggest";
export { doctorText, findingLine, findingText, rulesText, VERDICTS } from "./text";

// What a class asks as well, region by region.
export { azureView, type AzureView } from "./azure-view";
export {
  endOf,
  isRetired,
  modelText,
  sameModel,
  type ModelId,
  type ModelOffer,
} from "./model-catalogue";
export { policiesAgainst } from "./policies";
export { apiVersionLife } from "./rules/api-version";
export { ACCOUNT_ROWS } from "./rules/account-cap";
export { DEPLOYMENTS_PER_ACCOUNT } from "./rules/deployment-cap";
export { ALL_CORES } from "./rules/vcpu-quota";
export { coresOf, isRestricted } from "./vm-sizes";
