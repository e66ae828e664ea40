/** Name under which a configuration key is an input of a package's default provider. */
export function configName(pkg: string, key: string): string | undefined {
  if (pkg === "pulumi-nodejs") return key;
  return key.startsWith(`${pkg}:`) ? key.slice(pkg.length + 1) : undefined;
}
