export { classPage, type PageOptions } from "./page";
export { classTable } from "./terminal-table";
export { handoutsPage } from "./handouts";
export { rosterCsv } from "./roster-csv";
export { serveBoard, type Board, type BoardOptions } from "./serve";
export { writeBoard } from "./write";
