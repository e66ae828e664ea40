import { LabError } from "../../../infra/errors";

/**
 * Reads an option that takes a whole number from zero on.
 * @throws LabError `usage` with the option and the command whose help says more
 */
export function wholeNumber(command: string, option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new LabError("usage", `--${option} takes a whole number, not "${text}"`, {
    cure: `npx lab ${command} --help`,
  });
}
