import * as path from "node:path";

/** The root of rai-lab's own files: `Pulumi.yaml`, the program, the notebooks. */
export const PROJECT = path.resolve(__dirname, "../..");

/** Whether npm put this folder where it is, and replaces it at the next install. */
export const isInstalledPackage = (folder: string): boolean =>
  folder.split(path.sep).includes("node_modules");

/**
 * The folder of what a user keeps: settings of stacks, `.lab`, `.venv`. Of a clone it is the root,
 * wherever in it a command is called; of an installed package it is the folder of the call.
 */
export const workFolder = (project: string, caller: string): string =>
  isInstalledPackage(project) ? caller : project;

/** The `workFolder` of this process. */
export const WORK_FOLDER = workFolder(PROJECT, process.cwd());
