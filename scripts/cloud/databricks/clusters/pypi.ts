import { own } from "../../../../infra/json-object";
import pypi from "./pypi-versions.json";

/*
 * @parity
 * - which versions pip finds: `openai` and `httpx` as published on 2026-11-23; every other package
 *   is taken to exist — recorded; guessed
 */

/**
 * Published versions of the packages that the lab pins, space-separated (PyPI, recorded 2026-11).
 */
const publishedVersions: Record<string, string | undefined> = pypi;

/**
 * Name and pinned version of a Python requirement such as `openai==2.54.0`. A range is not a pin.
 */
export function parseRequirement(requirement: string): { name: string; version?: string } {
  const [specifier = "", version] = requirement.split("==").map((part) => part.trim());
  const name = specifier.replace(/\[.*$/, "").split(/[<>~!]=?/)[0] ?? "";
  return { name: name.toLowerCase().replaceAll("_", "-"), version };
}

/** Whether pip would find the requirement. A package that was not recorded is assumed to exist. */
export function isInstallable(requirement: string): boolean {
  const { name, version } = parseRequirement(requirement);
  const versions = own(publishedVersions, name);
  return versions === undefined || version === undefined || versions.split(" ").includes(version);
}
