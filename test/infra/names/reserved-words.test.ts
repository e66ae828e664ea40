import { expect, test } from "vitest";
import { reservedWordIn } from "../../../infra/names/reserved-words";

test.each([
  ["oai-rai-lab-windows-class-123456", "windows"],
  ["dbw-rai-lab-Microsoft2", "microsoft"],
  ["login-lab", "login"],
  ["Azure", "azure"],
  ["oai-rai-lab-login", undefined],
  ["oai-rai-lab-azure-123456", undefined],
])("%s: %s", (name, word) => expect(reservedWordIn(name)).toBe(word));
