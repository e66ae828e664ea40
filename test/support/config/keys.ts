import { z } from "zod";
import { schemaOf } from "../../../infra/config/schema";

interface Shape {
  properties?: Record<string, Shape>;
}

const leaves = (shape: Shape, path: string[] = []): string[] =>
  shape.properties
    ? Object.entries(shape.properties).flatMap(([key, inner]) => leaves(inner, [...path, key]))
    : [path.join(".")];

/** Every configuration key that there is, nested ones by dotted path, sorted. */
export const configKeys = (): string[] =>
  leaves(z.toJSONSchema(schemaOf("current"), { io: "input" }) as Shape).sort();
