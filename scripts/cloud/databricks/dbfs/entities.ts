/** A folder or a file of DBFS. Its root is always there. */
export interface DbfsEntry {
  path: string;
  is_dir: boolean;
  /** Base64; empty for folders. */
  content: string;
  /** Milliseconds since the epoch, on the world's clock. */
  modification_time: number;
}

/** A file that is being written block by block. */
export interface Upload {
  path: string;
  blocks: number;
  /** When it was last written to; it ends when nothing comes for ten minutes. */
  last_write: number;
}
