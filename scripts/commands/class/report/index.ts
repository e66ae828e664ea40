import { join } from "node:path";
import { replaceFileSync } from "../../../base/atomic-file";
import { ensurePrivateFolder } from "../../../base/private-folder";
import { LabError } from "../../../../infra/errors";
import { labCommand } from "../../../lib/shell/command";
import { poolSeats } from "../../../probe/pool";
import { classDocument, classExitCode } from "../../../probe/report/class/document";
import { classReportPage } from "../../../probe/report/class/page";
import { CLASS_SPECS } from "../specs";
import { withClass } from "../open/open-class";
import { gatherAnswers } from "./gather";
import { reportText } from "./text";

/** What is written into the folder of the class. */
const FILES = { page: "class-report.html", json: "class-report.json" };

/** Of the resampling: the same answers give the same report. */
const SEED = 1;

/**
 * `lab class report`: gathers what the students' notebooks saved, and measures it together. The files
 * name seats, as the board does: no other user of the machine may read them.
 */
export const classReport = labCommand(CLASS_SPECS["class report"], (args, console) =>
  withClass(args, console, async (opened) => {
    const { record, folder } = opened;
    if (record.seats.length === 0)
      throw new LabError("not-found", `class ${record.name} has no seats`, {
        where: record.name,
        cure: `npx lab class plan ROSTER --name ${record.name}`,
      });
    const gathered = await gatherAnswers(opened);
    console.note(`measuring the answers of ${record.seats.length} seats`);
    const pool = poolSeats(gathered, { name: record.name, seed: SEED });
    const files = { page: join(folder, FILES.page), json: join(folder, FILES.json) };
    const document = classDocument(pool, { ...record, files });
    ensurePrivateFolder(folder);
    replaceFileSync(files.json, `${JSON.stringify(document, null, 2)}\n`);
    replaceFileSync(files.page, classReportPage(pool, record.name));
    return {
      document,
      text: reportText(document, console.width),
      exitCode: classExitCode(pool),
    };
  }),
);
