export { classPage } from "./page";
export { classTable } from "./terminal-table";
export { handoutsPage } from "./handouts";
export { serveBoard, type Board } from "./serve";
export { writeBoard } from "./write";
