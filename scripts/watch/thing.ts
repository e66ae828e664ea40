/** What kinds of things end, or change under a lab. */
export type Kind = "model" | "runtime" | "api-version" | "library" | "price";

/** One thing that is watched. */
interface Thing {
  /** Never changes, whatever its dates do: the key of the memory, and of the calendar's events. */
  id: string;
  kind: Kind;
  /** As a sentence names it. */
  name: string;
  /** Whether the stack's settings use it; else it is an alternative to what they use. */
  isUsed: boolean;
}

/** What a source says of a thing. */
export interface Word {
  /** In the source's own word: a life cycle, whether it is listed, a price. */
  state: string;
  /** The day on which it ends, `2027-04-14`; undefined when none is published. */
  ends?: string | undefined;
  /** What was read, and where, so that the reader can check it. */
  source: string;
}

/** A thing whose source answered. */
export type Reading = Thing &
  Word & {
    /** Whether it has ended by the state, whatever the date says. */
    isOver?: boolean | undefined;
  };

/** A thing whose source was not reached, or does not know it. */
export type Unread = Thing & {
  /** Why. */
  unknown: string;
  /** What a dated table of this program says of it. */
  dated?: Word | undefined;
};

export type Watched = Reading | Unread;

export const isUnread = (one: Watched): one is Unread => "unknown" in one;

/** The state of what its source has listed, and lists no more. */
export const NOT_LISTED = "not listed";
