export { type Change, type NoSuggestion, suggest, type Suggestion } from "./suggest";
