/** What the log's pages show, before it is HTML. */
import type { Decision, Pillar } from '../../domain/evidence.ts';
import type { Month } from '../../domain/month.ts';

/** How an item stands; `own` is what the engineer added. */
export type Standing = 'confirmed' | 'candidate' | 'kept' | 'dismissed' | 'own';

/** What is asked for, as it stands in the address; empty texts ask for all. */
export type Asked = {
  readonly q: string;
  readonly signal: string;
  readonly repository: string;
  readonly team: string;
  readonly strength: string;
  readonly from: string;
  readonly to: string;
  /** From 1. */
  readonly page: number;
};

/** Texts as written; `text` may be cut on the list, and `isCut` says so. */
export type NoteView = {
  readonly outcome: string | null;
  readonly metric: string | null;
  readonly text: string;
  readonly isCut: boolean;
};

export type ItemView = {
  readonly key: string;
  /** What the engineer added themselves. */
  readonly isOwn: boolean;
  readonly title: string;
  readonly pillar: Pillar | null;
  readonly signal: string;
  readonly month: Month;
  /** Without the owner when it is the organisation itself; null for what the engineer added. */
  readonly repository: string | null;
  /** The local day, such as `12 Oct`; null when it was not told. */
  readonly day: string | null;
  readonly because: string | null;
  readonly quote: string | null;
  readonly links: readonly { readonly url: string; readonly name: string }[];
  readonly standing: Standing;
  readonly decision: Decision;
  readonly isFound: boolean;
  /** Shown to nobody but its engineer, even when it is confirmed. */
  readonly isForEngineerAlone: boolean;
  readonly note: NoteView | null;
};

/** One pillar's items of a month; null for what the engineer added. */
export type PillarGroup = { readonly pillar: Pillar | null; readonly items: readonly ItemView[] };

/** `matching` counts the whole month, of which the page may show a part. */
export type MonthGroup = {
  readonly month: Month;
  readonly matching: number;
  readonly isContinued: boolean;
  readonly pillars: readonly PillarGroup[];
};

export type Choice = { readonly value: string; readonly label: string };

/** Why a log holds nothing yet, and what will come. */
export type Emptiness =
  | { readonly kind: 'nothing-opted-in' }
  | { readonly kind: 'being-read' }
  | { readonly kind: 'nothing-found'; readonly reportDay: number }
  /** There are items, and none matches what is asked for. */
  | { readonly kind: 'no-match' };

/** How far the past has been read. `share` is from 0 to 1. */
export type Progress = { readonly share: number; readonly reachedOn: string; readonly since: string; readonly readCount: number };

/** The last thing that the engineer did and that can be taken back. `title` is null when its item is none, or can't be shown. */
export type LastChange = { readonly command: string; readonly verb: string; readonly title: string | null };

export type LogView = {
  /** The organisation's login. */
  readonly organisation: string;
  readonly rubricUrl: string;
  readonly asked: Asked;
  readonly choices: { readonly signals: readonly Choice[]; readonly repositories: readonly Choice[]; readonly teams: readonly Choice[] };
  /** Months with what matches, newest first. */
  readonly months: readonly { readonly month: Month; readonly matching: number }[];
  readonly groups: readonly MonthGroup[];
  readonly matching: number;
  readonly pageCount: number;
  readonly counts: { readonly standing: number; readonly candidate: number; readonly dismissed: number };
  /** Items whose repositories the engineer can't read now. */
  readonly restricted: number;
  /** Null when the past was read to its end, or there is none to read. */
  readonly progress: Progress | null;
  /** Null while the page shows items. */
  readonly empty: Emptiness | null;
  readonly lastChange: LastChange | null;
  /** Whether something was changed by the request that led here. */
  readonly isChanged: boolean;
};

/** An item by itself, with the forms to write about it. */
export type ItemPageView = {
  readonly organisation: string;
  readonly rubricUrl: string;
  readonly item: ItemView;
  /** What the address of the list said, to go back there. */
  readonly asked: Asked;
  readonly noteForm: NoteForm;
  /** Null for what the App found. */
  readonly entryForm: EntryForm | null;
  /** What the note said before, newest first. */
  readonly earlier: readonly { readonly day: string; readonly note: Omit<NoteView, 'isCut'> }[];
  readonly said: string | null;
};

/** A form as it is shown: what its fields hold, what is wrong with them, and what another tab saved meanwhile. */
export type NoteForm = {
  readonly version: string;
  readonly fields: NoteFields;
  readonly problems: Partial<Readonly<Record<keyof NoteFields, string>>>;
  readonly other: NoteFields | null;
};

export type NoteFields = { readonly outcome: string; readonly metric: string; readonly text: string };

export type EntryForm = {
  /** Empty for one that is not there yet. */
  readonly version: string;
  readonly fields: EntryFields;
  readonly problems: Partial<Readonly<Record<keyof EntryFields, string>>>;
  readonly other: EntryFields | null;
};

/** `links`: one to a line. `day`: `YYYY-MM-DD` or empty. */
export type EntryFields = { readonly text: string; readonly day: string; readonly links: string };

/** For something that is to be added. `nonce` tells a form that is sent twice from two of the same words. */
export type NewEntryPageView = { readonly organisation: string; readonly nonce: string; readonly today: string; readonly form: EntryForm };
