/** The CLI's operations, by their arguments. Nobody is asked, and nothing is shown before. */
export const PREVIEW = ["preview"];
export const UP = ["up", "--yes", "--skip-preview"];
export const REFRESH = ["refresh", "--yes", "--skip-preview"];
export const DESTROY = ["destroy", "--yes", "--skip-preview", "--continue-on-error"];
