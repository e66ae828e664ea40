import { LabError } from "../../../infra/errors";
import { foldUserName } from "../user-name";
import { groupBy } from "../../base/group-by";
import { isDomain, readUserName } from "./address";
import type { Columns } from "./columns";
import type { Rules } from "./outcome";
import type { RosterOptions } from "./roster";
import { hashedColumns } from "./seat";
import type { Table } from "./table";
import { quoted } from "./text";

/** What the options say of a table, in the form in which its records are read. */
export function rulesOf(
  table: Table,
  columns: Columns,
  options: RosterOptions,
  roles: Rules["roles"],
): Rules {
  const { domain, includeInactive = false, exclude = [] } = options;
  const cells = table.records.map((record) => record.cells[columns.userName] ?? "");
  return {
    ...{ table, columns, includeInactive, roles },
    domain: domain && domainOf(domain),
    usualDomain: usualDomain(cells) ?? "DOMAIN",
    exclude: new Set(exclude.map(foldUserName)),
    hashed: hashedColumns(table.records, columns),
  };
}

/** A domain as people write it: with or without the @. @throws LabError `usage` */
export function domainOf(text: string): string {
  const domain = foldUserName(text).replace(/^@/, "");
  if (isDomain(domain)) return domain;
  throw new LabError("usage", `--domain: ${quoted(text)} is no domain`, {
    cure: "--domain example.edu",
  });
}

/** The domain that most addresses in a column have. */
function usualDomain(cells: readonly string[]): string | undefined {
  const domains = cells.flatMap((cell) => {
    const user = readUserName(cell);
    if (user.kind !== "address") return [];
    return user.address.split("@").slice(1);
  });
  const groups = [...groupBy(domains, (domain) => domain)];
  return groups.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
