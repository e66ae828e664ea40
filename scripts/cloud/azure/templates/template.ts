import { z } from "zod";
import type { JsonObject } from "../../../../infra/json-object";
import { ApiError, NotSimulated } from "../../core/errors";
import { parseBody } from "../arm/context";
import { ExpressionError } from "./expressions/parse";

/*
 * @parity
 * - `InvalidTemplate`: parameters, types, allowed values, lengths, expressions, segments, doubles,
 *   unknown dependencies, circles — documented, texts reported; without lines and columns
 */

/*
 * @not-simulated
 * - in templates (501 before anything is deployed): linked templates, copies of what is declared
 *   inside another resource, the mode Complete, symbolic names (`languageVersion` 2.0), functions of
 *   a template's own, types that this cloud cannot write, key vault references, some functions
 *   (`azure/templates/expressions/functions.ts` lists them), deployments to management groups and
 *   the tenant
 */

const texts = z.array(z.string());
const parameter = z.looseObject({
  type: z.string(),
  defaultValue: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  minValue: z.number().optional(),
  maxValue: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
});
const resource = z.looseObject({
  type: z.string(),
  apiVersion: z.string(),
  name: z.string(),
  condition: z.unknown().optional(),
  dependsOn: texts.default([]),
  scope: z.string().optional(),
  resources: z.array(z.unknown()).default([]),
  copy: z
    .looseObject({
      name: z.string(),
      count: z.unknown(),
      mode: z.string().default("Parallel"),
      batchSize: z.int().min(1).default(1),
    })
    .optional(),
  /** Of a nested template: where it is deployed to, if not where its outer one is. */
  resourceGroup: z.string().optional(),
  subscriptionId: z.string().optional(),
});
const output = z.looseObject({
  type: z.string(),
  value: z.unknown().optional(),
  copy: z.looseObject({ count: z.unknown(), input: z.unknown() }).optional(),
  condition: z.unknown().optional(),
});
const template = z.looseObject({
  $schema: z.string(),
  contentVersion: z.string(),
  parameters: z.record(z.string(), parameter).default({}),
  variables: z.record(z.string(), z.unknown()).default({}),
  resources: z.array(resource),
  outputs: z.record(z.string(), output).default({}),
});

/** The body of a deployment, and of a validation. */
export const deploymentBody = z.looseObject({
  /** Of a deployment to a subscription. */
  location: z.string().optional(),
  properties: z.looseObject({
    mode: z.enum(["Incremental", "Complete"]).default("Incremental"),
    template: z.looseObject({}).optional(),
    templateLink: z.unknown().optional(),
    parameters: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).default({}),
    parametersLink: z.unknown().optional(),
    onErrorDeployment: z.unknown().optional(),
  }),
});

/** A template that this cloud can deploy. */
export type Template = z.infer<typeof template>;
/** The declaration of a parameter. */
export type Parameter = z.infer<typeof parameter>;
/** The declaration of a resource, its expressions not evaluated. */
export type TemplateResource = z.infer<typeof resource>;

/** Parses a resource that is declared inside another one. @throws ApiError 400 */
export const parseResource = (value: unknown): TemplateResource => parseBody(resource, value);

/** The refusal of a template, with Azure's words around the reason. */
export const invalidTemplate = (reason: string): ApiError =>
  new ApiError(400, "InvalidTemplate", `Deployment template validation failed: '${reason}'.`, {
    body: {
      additionalInfo: [
        { type: "TemplateViolation", info: { lineNumber: 0, linePosition: 0, path: "" } },
      ],
    },
  });

/** Turns what is wrong with an expression of a named place into the refusal of the template. */
export async function orInvalidTemplate<T>(place: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalidTemplate(
      `The template ${place} is not valid: ${error.message} Please see https://aka.ms/arm-template-expressions for usage details.`,
    );
  }
}

/**
 * The template of a request.
 * @throws ApiError 501 for what templates have and this cloud has not: nothing of it is deployed
 */
export function requireTemplate({ properties }: z.infer<typeof deploymentBody>): Template {
  const { templateLink, parametersLink, onErrorDeployment, mode } = properties;
  const links = { templateLink, parametersLink, onErrorDeployment };
  for (const [name, value] of Object.entries(links))
    if (value !== undefined) throw new NotSimulated(`${name} of a deployment`);
  if (mode === "Complete") throw new NotSimulated("deployments with the mode Complete");
  const found = properties.template;
  if (!found) throw invalidTemplate("Required property 'template' not found in JSON.");
  for (const [name, isEmpty] of Object.entries(EMPTY))
    if (!isEmpty(found[name])) throw new NotSimulated(`${name} of a template`);
  return parseBody(template, found);
}

/** What a template may only have without anything in it. */
const EMPTY: Record<string, (value: unknown) => boolean> = {
  functions: (value = []) => Array.isArray(value) && value.length === 0,
  definitions: (value) => value === undefined,
  extensions: (value) => value === undefined,
  imports: (value) => value === undefined,
  // With symbolic names, resources are no list.
  languageVersion: (value = "1.0") => value === "1.0",
};

/** What a declaration has beside the body of the resource. */
const OF_THE_TEMPLATE = [
  ...["type", "apiVersion", "name", "condition", "dependsOn", "scope", "resources", "comments"],
  ...["metadata", "copy", "resourceGroup", "subscriptionId"],
];

/** The body of a declared resource, as the template has it. */
export const bodyOf = (declared: TemplateResource): JsonObject =>
  Object.fromEntries(Object.entries(declared).filter(([key]) => !OF_THE_TEMPLATE.includes(key)));
