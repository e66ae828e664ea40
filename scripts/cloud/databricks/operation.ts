/** Route options with the operation `databricks/<name>`, by which faults and logs know a route. */
export const operation = (name: string): { config: { operation: string } } => ({
  config: { operation: `databricks/${name}` },
});
