export { type NoSuggestion, suggest, type Suggestion } from "./suggest";
