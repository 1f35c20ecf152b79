/** What the use cases need of the world. Adapters implement these; fakes are plain objects. */
import type { Dossier } from '../domain/dossier.ts';
import type { PermanentFailure } from '../domain/errors.ts';
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Decision, Evidence, Finding } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Month } from '../domain/month.ts';
import type { Member, OrganisationHistory, OrganisationSnapshot, Readers, Visibility } from '../domain/organisation.ts';
import type { DraftContents, DraftVersion, DraftVersionKind, PacketDraft, PacketShare } from '../domain/packet-draft.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { RepositoryRef, SubjectKind, SubjectPlace, SubjectRef } from '../domain/subject.ts';
import type { DecisionCount } from './decision-counts.ts';
import type { Sessions } from './signing-in/ports.ts';
import type { LogRecords } from './log/ports.ts';

export type Clock = () => Instant;

// ---------------------------------------------------------------- store

/** An installation of the App on an organisation. */
export type Installation = {
  readonly id: number;
  readonly accountId: number;
  readonly login: string;
  readonly isSuspended: boolean;
};

/** `unread`: the file was never looked up. `in`: opted in. `out`: no file, or not enabled. `broken`: the file is invalid; collection rests. */
export type OptIn = 'unread' | 'in' | 'out' | 'broken';

export type StoredRepository = RepositoryRef & {
  readonly visibility: Visibility;
  readonly isArchived: boolean;
  readonly optIn: OptIn;
  /** The settings file as text while opted in, else null. */
  readonly settingsText: string | null;
  /** What is wrong with the file while `broken`; Markdown. */
  readonly problems: readonly string[];
  /** Up to when the sweep has listed changes; null before the first. */
  readonly sweptUntil: Instant | null;
};

/** Name and consent of repositories, by id. */
export type Consents = ReadonlyMap<number, Pick<StoredRepository, 'fullName' | 'optIn'>>;

/** That a subject changed, and when it is to be looked up; `delivery` is the id of the webhook delivery that told of it. */
export type NewTouch = { readonly subject: SubjectRef; readonly at: Instant; readonly dueAt: Instant; readonly delivery?: string };

/**
 * A touched subject taken for a refresh. `generation` tells whether it was touched again meanwhile; `dueAt` is null for the past; `deliveries`
 * are the ids of the newest webhook deliveries that touched it.
 */
export type TakenTouch = {
  readonly subject: SubjectRef;
  readonly generation: number;
  readonly dueAt: Instant | null;
  readonly deliveries: readonly string[];
};

export type SubjectSummary = {
  readonly subject: SubjectRef;
  readonly url: string;
  readonly title: string;
  readonly updatedAt: Instant;
  /** When the dossier was fetched; an older fetch never replaces a newer one. */
  readonly fetchedAt: Instant;
  /** Subjects of opted-in repositories that its texts refer to; absent is none. */
  readonly refersTo?: readonly SubjectPlace[];
};

/** All that is to be held about a subject. */
export type Replacement = {
  readonly summary: SubjectSummary;
  readonly participations: readonly Participation[];
  /** What subject signals found. */
  readonly evidence: readonly NewEvidence[];
};

/** A claimed span of a person's pattern evidence: `from <= at < to`. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** All pattern evidence of a person in a span. */
export type PatternReplacement = { readonly personId: number; readonly span: Span; readonly evidence: readonly NewEvidence[] };

/**
 * Work that an organisation waits for: its list of repositories and people, one repository's settings, or the check of a settings file at a
 * commit. `isRerun`: somebody asked for the check again and waits for an answer, whatever it is.
 */
export type Duty =
  | { readonly kind: 'organisation' }
  | { readonly kind: 'settings'; readonly repositoryId: number }
  | { readonly kind: 'check'; readonly repositoryId: number; readonly headSha: string; readonly isRerun: boolean };
export type TakenDuty = { readonly duty: Duty; readonly generation: number };

/** Where one of a repository's lists is to be gone on with, and the last update of the last subject listed. */
export type HistoryList = { readonly after: string | null; readonly reachedAt: Instant };

/** Null: listed to its end. */
export type HistoryLists = Readonly<Record<SubjectKind, HistoryList | null>>;

/** How far a repository's past has been read: it is listed and looked up from the newest back to `since`. */
export type History = {
  readonly repositoryId: number;
  readonly since: Instant;
  readonly startedAt: Instant;
  readonly lists: HistoryLists;
  /** Subjects listed so far. */
  readonly listedCount: number;
  readonly finishedAt: Instant | null;
};

/** Listed subjects of a repository's past that wait to be looked up; `newestAt` is the newest of their last updates. */
export type WaitingPast = { readonly repositoryId: number; readonly count: number; readonly newestAt: Instant };

/** A published monthly issue, as last rendered by the App. */
export type StoredReport = {
  readonly personId: number;
  readonly month: Month;
  readonly repositoryId: number;
  readonly number: number;
  /** The body as last written, so that edits can be told from renderings. */
  readonly body: string;
  /** Ids of the overflow comments, in order. */
  readonly commentIds: readonly string[];
  /** The overflow comments as last written, in the same order; empty where that was not noted down. */
  readonly comments: readonly string[];
  readonly writtenAt: Instant;
  /** Why it can't be written at present (locked, issues disabled, ...); null when it can. */
  readonly trouble: string | null;
  /** Who could read its repository when it was written; null when that is not known. */
  readonly readers: Readers | null;
};

/** The welcome issue, as last written. */
export type StoredWelcome = {
  readonly repositoryId: number;
  readonly number: number;
  readonly writtenAt: Instant;
  /** Whether it should say something else, which waits because it was written a short while ago. */
  readonly isDue: boolean;
};

/** A report without its text. */
export type ReportPlace = Pick<StoredReport, 'personId' | 'month' | 'repositoryId' | 'number' | 'readers'>;

/** What can happen to an installation's consent, settings and data. */
export type AuditAct =
  | 'enrolled'
  | 'no-longer-enrolled'
  | 'joined'
  | 'stopped'
  | 'forgotten'
  | 'opted-in'
  | 'opted-out'
  | 'organisation-settings-changed'
  | 'repository-settings-changed'
  | 'rebuilt'
  | 'exported'
  | 'packet-shared'
  | 'packet-share-revoked'
  | 'retention-ran';

/**
 * One line of the audit: ids and never a text. `actor` is a person by a command, whoever runs the service by a command line, or the App by
 * what it read on GitHub. `personId` and `repositoryId`: what it was done to, null when nobody's or none in particular.
 */
export type AuditLine = {
  readonly at: Instant;
  readonly act: AuditAct;
  readonly actor: 'person' | 'operator' | 'app';
  readonly actorId: number | null;
  readonly personId: number | null;
  readonly repositoryId: number | null;
};

/**
 * An issue whose earlier versions GitHub shows until it is deleted. `left`: its engineer left; `withdrawn`: a repository that it told of opted
 * out or went away; `closed`: some of its readers could no longer read what it told of.
 */
export type LingeringIssue = {
  readonly repositoryId: number;
  readonly number: number;
  readonly noticedAt: Instant;
  readonly reason: 'left' | 'withdrawn' | 'closed';
};

/** What is held about a person beside evidence, participations, entries, notes, reports and the audit. */
export type PersonRecords = {
  readonly enrolment: { readonly joinedAt: Instant | null; readonly leftAt: Instant | null; readonly pausedAt: Instant | null };
  readonly decisions: readonly { readonly key: string; readonly decision: Decision; readonly at: Instant }[];
  readonly commands: readonly {
    readonly verb: string;
    readonly at: Instant;
    readonly state: CommandOutcome['state'];
    readonly key: string | null;
  }[];
  /** In how many items of others their id is kept as that of whoever said it. */
  readonly speaksIn: number;
};

/** A person and, where it is known, what they are called. */
export type NamedPerson = { readonly id: number; readonly login: string | null };

export type DecisionRecord = { readonly key: string; readonly personId: number; readonly decision: Decision; readonly at: Instant };

/** A command's place: its comment, and which of the comment's commands it is, from 0. */
export type CommandId = { readonly commentId: string; readonly ordinal: number };

/** A command that somebody gave in an issue of a report repository. Its words are not kept. */
export type GivenCommand = CommandId & {
  readonly personId: number;
  readonly repositoryId: number;
  readonly number: number;
  /** When its comment was written. */
  readonly at: Instant;
  readonly verb: string;
};

/**
 * What became of a command. `undoable`: it changed something that `undo` can take back; `undone`: that was done. `key` is the item's that it
 * was about, `before` the decision that it replaced. `answer` is what it has to say, Markdown, kept until it was said.
 */
export type CommandOutcome = {
  readonly state: 'refused' | 'done' | 'undoable' | 'undone';
  readonly key: string | null;
  readonly before: Decision | null;
  readonly answer: string | null;
};

export type StoredCommand = GivenCommand & CommandOutcome;

/** One installation's rows, in one short transaction under row-level security. No network call inside. */
export type Tenant = {
  readonly installation: {
    read(): Promise<Installation | null>;
    save(installation: Installation): Promise<void>;
    /** Erases everything of the installation, itself included. */
    erase(): Promise<void>;
    /** The organisation file's text as last read, null when there is none. */
    readSettingsText(): Promise<string | null>;
    saveSettingsText(text: string | null): Promise<void>;
    /** What is wrong with the organisation's file as last read (the text in force is then an older one); empty when nothing. */
    readSettingsProblems(): Promise<readonly string[]>;
    saveSettingsProblems(problems: readonly string[]): Promise<void>;
    /** When the daily part of the sweep last ran; null before the first time. */
    lastDailyAt(): Promise<Instant | null>;
    saveLastDailyAt(at: Instant): Promise<void>;
  };
  readonly repositories: {
    list(): Promise<readonly StoredRepository[]>;
    find(repositoryId: number): Promise<StoredRepository | null>;
    save(repository: StoredRepository): Promise<void>;
    setSweptUntil(repositoryId: number, until: Instant | null): Promise<void>;
    /** Erases touches, subjects, participations and evidence of the repository; keeps the row. */
    eraseContents(repositoryId: number): Promise<void>;
    /** Erases the row and all contents. */
    erase(repositoryId: number): Promise<void>;
  };
  readonly touches: {
    /** Records a touch. A first touch is due at `dueAt`; later ones keep the earlier due time, or, when a refresh has it taken, wait for one more. */
    add(subject: SubjectRef, touch: Omit<NewTouch, 'subject'>): Promise<void>;
    /** The same for many at once. */
    addAll(touches: readonly NewTouch[]): Promise<void>;
    /** Takes up to `limit` due touches of a repository, longest due first. Taking again what was taken is allowed (a crash repeats). */
    take(repositoryId: number, options: { readonly now: Instant; readonly limit: number }): Promise<readonly TakenTouch[]>;
    /** Records that subjects wait to be looked up as part of the past, behind all live traffic. A touch makes one of them live. */
    addPast(changes: readonly Change[], times: { readonly at: Instant }): Promise<void>;
    /** Takes up to `limit` subjects of a repository's past, last updated first. */
    takePast(repositoryId: number, options: { readonly limit: number }): Promise<readonly TakenTouch[]>;
    /** Forgets taken touches that were not touched again since. */
    finish(taken: readonly TakenTouch[]): Promise<void>;
    /** When the repository's next touch is due; null when none waits. */
    nextDueAt(repositoryId: number): Promise<Instant | null>;
  };
  readonly duties: {
    /** Adds a duty, each once. Of a repository's checks the newest hundred wait; older ones are forgotten. */
    add(duty: Duty): Promise<void>;
    take(): Promise<readonly TakenDuty[]>;
    finish(taken: readonly TakenDuty[]): Promise<void>;
  };
  readonly histories: {
    list(): Promise<readonly History[]>;
    /** Begins a repository's history, or begins it anew. */
    begin(history: History): Promise<void>;
    /** Saves how far a history has come; nothing when it was begun anew meanwhile. */
    advance(history: History): Promise<void>;
    /** By repository, the newest first. */
    waiting(): Promise<readonly WaitingPast[]>;
  };
  readonly subjects: {
    /**
     * Replaces what is held about a subject: its summary, participations and the evidence that subject signals found.
     * Returns the participations that changed, old and new. An older fetch than the stored one changes nothing.
     */
    replace(
      summary: SubjectSummary,
      contents: { readonly participations: readonly Participation[]; readonly evidence: readonly NewEvidence[] },
    ): Promise<readonly Participation[]>;
    /** The same for many at once, each subject once. Returns the participations that changed of each, in the same order. */
    replaceAll(replacements: readonly Replacement[]): Promise<readonly (readonly Participation[])[]>;
    /** Erases a subject that is gone, and its evidence but for what was kept. Returns its participations. */
    erase(subject: SubjectRef): Promise<readonly Participation[]>;
    /** Subjects of a repository active since, for the daily re-fetch. */
    activeSince(repositoryId: number, since: Instant): Promise<readonly SubjectRef[]>;
    /** Titles for subjects that are held; others are missing from the map. Keys by `subjectLabel`. */
    titles(subjects: readonly SubjectRef[]): Promise<ReadonlyMap<string, string>>;
    /** What held subjects refer to; those that refer to nothing are missing from the map. Keys by `subjectLabel`. */
    references(subjects: readonly SubjectRef[]): Promise<ReadonlyMap<string, readonly SubjectPlace[]>>;
  };
  readonly participations: {
    /** Who holds any, by id. */
    people(): Promise<readonly number[]>;
    ofPerson(personId: number, span: Span): Promise<readonly Participation[]>;
    /** Of many, each in a span, by the person's id; whoever has none is missing from the map. */
    ofPeople(claims: readonly { readonly personId: number; readonly span: Span }[]): Promise<ReadonlyMap<number, readonly Participation[]>>;
  };
  readonly evidence: {
    /** All of a person, with decisions, by time. Dismissed ones included, with their decision. */
    ofPerson(personId: number): Promise<readonly Evidence[]>;
    /** One item of a person, with its decision; null when it is not held. */
    find(personId: number, key: string): Promise<Evidence | null>;
    /** Other people's evidence that rests on this person's words or names them in its reason. */
    naming(person: NamedPerson): Promise<readonly Evidence[]>;
    /** Gives held items other reasons and quotations. */
    reword(changes: readonly Pick<Evidence, 'key' | 'because' | 'quote'>[]): Promise<void>;
    /**
     * Waits until nobody else replaces these people's pattern evidence, and holds others off until the transaction ends: who read
     * participations first must not write last.
     */
    claimPatterns(personIds: readonly number[]): Promise<void>;
    /** Replaces people's pattern evidence whose `at` lies in their span; each person once. */
    replacePatterns(replacements: readonly PatternReplacement[]): Promise<void>;
    /** People with evidence in a month. */
    peopleIn(month: Month): Promise<readonly PersonRef[]>;
    /** Notes with it which rule version the item was found by, when it is a finding that is held. */
    decide(decision: DecisionRecord): Promise<void>;
    /** Decisions by signal and rule version, in that order; those taken back and those on entries are left out. */
    decisionCounts(): Promise<readonly DecisionCount[]>;
    /** Sets the months anew after the timezone changed. */
    moveMonths(timezone: string): Promise<void>;
  };
  readonly entries: {
    /** All that a person added, oldest first. Dismissed ones included, with their decision. */
    ofPerson(personId: number): Promise<readonly ManualEntry[]>;
    find(personId: number, key: string): Promise<ManualEntry | null>;
    /** Nothing is added for people who left. */
    add(entry: Omit<ManualEntry, 'decision'>): Promise<void>;
    erase(key: string): Promise<void>;
    /** Ids of people with entries in a month that they did not dismiss. */
    peopleIn(month: Month): Promise<readonly number[]>;
  };
  readonly itemNotes: {
    /** The newest note on each item of a person, by the item's key. */
    ofPerson(personId: number): Promise<ReadonlyMap<string, ItemNote>>;
    /** All that a person noted on items, what newer notes took the place of included; oldest first. */
    wordings(personId: number): Promise<readonly ItemNote[]>;
    /** Nothing is added for people who left. `id` is the command's. */
    add(id: CommandId, note: ItemNote): Promise<void>;
    /** Takes a note back; the one before it holds again. */
    erase(id: CommandId): Promise<void>;
  };
  readonly packetDrafts: {
    /** Of one person, last saved first. */
    ofPerson(personId: number): Promise<readonly PacketDraft[]>;
    /** Null when the person has no such draft, whoever else may have it. */
    find(personId: number, id: string): Promise<PacketDraft | null>;
    /** Nothing is added for people who left. */
    add(draft: PacketDraft): Promise<void>;
    /**
     * Contents based on the version that holds now take its place; others are kept as a version beside it. What is held already is not held
     * twice. One automatic version takes the place of another; the last twenty versions are kept.
     */
    save(of: {
      readonly personId: number;
      readonly id: string;
      readonly basedOn: number;
      readonly kind: Exclude<DraftVersionKind, 'aside'>;
      readonly contents: DraftContents;
      readonly at: Instant;
    }): Promise<SavedDraft>;
    /** Those that are kept, newest first. */
    versions(personId: number, id: string): Promise<readonly DraftVersion[]>;
    /** Erases a draft with its versions and shares. */
    erase(personId: number, id: string): Promise<void>;
  };
  readonly packetShares: {
    /** That a person gave, newest first. */
    ofPerson(personId: number): Promise<readonly PacketShare[]>;
    ofDraft(personId: number, draftId: string): Promise<readonly PacketShare[]>;
    /** Whosever it is; ended and revoked ones included. */
    find(id: string): Promise<PacketShare | null>;
    /** Nothing is added for people who left. */
    add(share: Omit<PacketShare, 'revokedAt' | 'openedAt'>): Promise<void>;
    /** Whether that changed anything. */
    revoke(of: { readonly personId: number; readonly id: string; readonly at: Instant }): Promise<boolean>;
    opened(id: string, at: Instant): Promise<void>;
  };
  readonly commands: {
    /** Which of these comments hold commands that were written down before, as `commentId/ordinal`. */
    known(commentIds: readonly string[]): Promise<ReadonlySet<string>>;
    /** Writes down what a person does on the log's page, as a command that needs no answer. Null for people who left: then it is not to be done. */
    beginOnPage(act: Pick<GivenCommand, 'personId' | 'at' | 'verb'>): Promise<CommandId | null>;
    /** Writes a command down before it is done. False when it was written down before, and for people who left: then it is not to be done. */
    begin(command: GivenCommand): Promise<boolean>;
    finish(id: CommandId, outcome: CommandOutcome): Promise<void>;
    /** Commands given in an issue that were not answered yet, oldest first. */
    unanswered(issue: { readonly repositoryId: number; readonly number: number }): Promise<readonly StoredCommand[]>;
    /** Notes that commands were answered, and forgets the answers' words. */
    markAnswered(ids: readonly CommandId[]): Promise<void>;
    /** The newest of a person's commands given until then that can be taken back, in any issue or on the page; null when none can. */
    lastUndoable(personId: number, at: Instant): Promise<StoredCommand | null>;
    /** When the person last gave a command that holds on each item, by the item's key. */
    decidedAt(personId: number): Promise<ReadonlyMap<string, Instant>>;
  };
  readonly organisation: {
    /** Adds a snapshot; one that equals the newest but for its time changes nothing. */
    add(snapshot: OrganisationSnapshot): Promise<void>;
    /**
     * The snapshots that held at or after `since`, the one that held then included; null before the first. Who could read repositories is
     * kept in the newest alone.
     */
    history(since: Instant): Promise<OrganisationHistory | null>;
    /** Null before the first snapshot. */
    newest(): Promise<OrganisationSnapshot | null>;
    /** One of the members in the newest snapshot; null when they are none. */
    member(personId: number): Promise<Member | null>;
    lastTakenAt(): Promise<Instant | null>;
  };
  readonly reports: {
    find(personId: number, month: Month): Promise<StoredReport | null>;
    ofPerson(personId: number): Promise<readonly StoredReport[]>;
    /** The report that is this issue; null when none is. */
    at(issue: { readonly repositoryId: number; readonly number: number }): Promise<StoredReport | null>;
    save(report: StoredReport): Promise<void>;
    listMonth(month: Month): Promise<readonly StoredReport[]>;
    /** Which reports of these people and months exist; the newest month first, without their texts. */
    among(of: {
      readonly personIds: readonly number[];
      readonly months: readonly Month[];
    }): Promise<readonly Pick<StoredReport, 'personId' | 'month'>[]>;
    withTrouble(): Promise<readonly StoredReport[]>;
    /** Reports that show evidence from a source repository; those that go on in comments count as if they did. */
    showing(sourceId: number): Promise<readonly ReportPlace[]>;
    /** Reports that were written into a repository. */
    inRepository(repositoryId: number): Promise<readonly ReportPlace[]>;
    /** The repositories that reports were written into. */
    repositoryIds(): Promise<readonly number[]>;
    /** The newest month whose reports were all published; null before the first. */
    publishedThrough(): Promise<Month | null>;
    setPublishedThrough(month: Month): Promise<void>;
  };
  readonly welcome: {
    /** Null before the first was written. One that somebody deleted since is still known. */
    read(): Promise<StoredWelcome | null>;
    save(welcome: StoredWelcome): Promise<void>;
    /** Takes the right to write it. False while another has it that took it at or after `staleBefore`. */
    claim(times: { readonly at: Instant; readonly staleBefore: Instant }): Promise<boolean>;
    release(): Promise<void>;
  };
  /**
   * Erases evidence, participations, subjects, reports, entries, notes and commands from before a time: evidence by the person's act, reports
   * and entries by their month.
   */
  eraseBefore(start: { readonly at: Instant; readonly month: Month }): Promise<void>;
  readonly people: {
    /** Tombstones: people who left; nothing about them is stored. */
    left(): Promise<ReadonlySet<number>>;
    /** When the person last joined or left; null when never. Commands older than that are done. */
    changedAt(personId: number): Promise<Instant | null>;
    /** People who asked to join (enrolment by request). */
    joined(): Promise<ReadonlySet<number>>;
    join(personId: number, at: Instant): Promise<void>;
    /** People who asked for no more reports until they say so. */
    paused(): Promise<ReadonlySet<number>>;
    pause(personId: number, at: Instant): Promise<void>;
    resume(personId: number): Promise<void>;
    /** Erases evidence and participations of a person who is no longer enrolled; decisions stay, so that coming back brings the log back. */
    eraseWork(personId: number): Promise<void>;
    /** Everybody with evidence or participations. */
    withWork(): Promise<ReadonlySet<number>>;
    held(personId: number): Promise<PersonRecords>;
    /** Erases all that is held about a person but a tombstone; the audit forgets who they were. Reports are listed first by the caller. */
    leave(personId: number, at: Instant): Promise<void>;
  };
  readonly audit: {
    add(lines: readonly AuditLine[]): Promise<void>;
    /** Newest first. */
    newest(limit: number): Promise<readonly AuditLine[]>;
    /** Lines by or about a person, oldest first. */
    ofPerson(personId: number): Promise<readonly AuditLine[]>;
  };
  readonly lingering: {
    /** An issue that is listed keeps its first reason and time. */
    add(issue: LingeringIssue): Promise<void>;
    list(): Promise<readonly LingeringIssue[]>;
    remove(issue: { readonly repositoryId: number; readonly number: number }): Promise<void>;
  };
  /** What the log's page shows and changes. */
  readonly log: LogRecords;
};

/** `aside`: kept beside the version that holds. `gone`: there is no such draft. */
export type SavedDraft = { readonly kind: 'saved' | 'aside'; readonly version: number } | { readonly kind: 'gone' };

/** A finding ready to be stored. */
export type NewEvidence = Finding & { readonly key: string; readonly month: Month };

/** What crosses tenants, under the second named role: only what schedules need. */
export type Everywhere = {
  installations(): Promise<readonly Installation[]>;
  /** Repositories with waiting touches of live traffic. */
  waitingRepositories(): Promise<readonly { readonly installationId: number; readonly repositoryId: number; readonly dueAt: Instant }[]>;
  /** Installations with histories that are not finished. */
  waitingHistories(): Promise<readonly number[]>;
  /** Installations with waiting duties. */
  waitingOrganisations(): Promise<readonly number[]>;
};

export type Store = {
  /** `work` is one transaction. It may run more than once, when others stand in its way, so it leaves nothing behind but rows. */
  tenant<T>(installationId: number, work: (tenant: Tenant) => Promise<T>): Promise<T>;
  /**
   * Records those touches whose repositories have opted in, as `touches.addAll` does, in a transaction of its own. Tells name and consent of
   * the touches' repositories as far as they are known.
   */
  touchOptedIn(installationId: number, touches: readonly NewTouch[]): Promise<Consents>;
  everywhere<T>(work: (everywhere: Everywhere) => Promise<T>): Promise<T>;
  /** Sessions of people who signed in; they belong to no installation. */
  sessions<T>(work: (sessions: Sessions) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
};

// ---------------------------------------------------------------- queue

/** One job each per repository, organisation, person's report, sweep or history; asking again for one that waits changes nothing. */
export type Queues = {
  refresh(job: { readonly installationId: number; readonly repositoryId: number }, options?: { readonly delayMs: number }): Promise<void>;
  organisation(job: { readonly installationId: number }, options?: { readonly delayMs: number }): Promise<void>;
  /** `deliveries`: the webhook deliveries that led to it, for the log. */
  report(job: {
    readonly installationId: number;
    readonly personId: number;
    readonly month: Month;
    readonly deliveries?: readonly string[];
  }): Promise<void>;
  sweep(job: { readonly installationId: number }): Promise<void>;
  /** Goes on reading the past of an installation's repositories. */
  history(job: { readonly installationId: number }): Promise<void>;
  /** Asks for those of these jobs that the queue knows nothing of: they neither wait, run or pause there, nor failed for good. The first 500 of each kind. */
  forgotten(jobs: {
    readonly refresh: readonly { readonly installationId: number; readonly repositoryId: number }[];
    readonly organisation: readonly { readonly installationId: number }[];
  }): Promise<void>;
};

/**
 * Counts one more write of the installation (80 a minute and 500 an hour, shared by all processes). Throws TransientFailure when none is
 * left, which says when to come again: nobody waits inside a job.
 */
export type WriteBudget = { readonly spend: (installationId: number) => Promise<void> };

// ---------------------------------------------------------------- GitHub

export type InstalledRepository = RepositoryRef & { readonly visibility: Visibility; readonly isArchived: boolean };

/** A repository as GitHub lists it. Its default branch is not kept. */
export type ListedRepository = InstalledRepository & { readonly defaultBranch: string };

export type InstallationSource = {
  /** Every installation of the App. */
  installations(): Promise<readonly Installation[]>;
  /** Null when the installation is gone. */
  installation(installationId: number): Promise<Installation | null>;
  repositories(installationId: number): Promise<readonly ListedRepository[]>;
};

/** What somebody's own token tells. */
export type TokenSource = {
  /** Whose token it is; null when GitHub refuses it, or it is nobody's. */
  owner(): Promise<PersonRef | null>;
  /** Null when nobody has the login. */
  person(login: string): Promise<PersonRef | null>;
  /** Null when the token can't read it, or it is not there. */
  repository(fullName: string): Promise<InstalledRepository | null>;
};

/** Dossiers that were looked up before, by `subjectLabel`, so that they need not be again. Losing it costs requests and nothing else. */
export type DossierCache = {
  read(repositoryId: number): Promise<ReadonlyMap<string, CachedDossier>>;
  write(repositoryId: number, dossiers: ReadonlyMap<string, CachedDossier>): Promise<void>;
};

/** `dossier` is null for a subject that was gone. */
export type CachedDossier = { readonly updatedAt: Instant; readonly dossier: Dossier | null };

export type SettingsSource = {
  /** The text of `.github/staff-signals.yml` on the default branch (or at a commit); null when there is none. At most 64 KiB are read; a larger one throws UserMistake. */
  read(at: { readonly installationId: number; readonly repository: RepositoryRef; readonly sha?: string }): Promise<string | null>;
};

export type FileSource = {
  /** The paths of all files at a commit; `isComplete` is false when there are more than GitHub lists. Empty when the commit is gone. */
  paths(at: {
    readonly installationId: number;
    readonly repository: RepositoryRef;
    readonly sha: string;
  }): Promise<{ readonly paths: readonly string[]; readonly isComplete: boolean }>;
};

/** What a check of a settings file says. `summary` is Markdown; each problem stands at its line, its message is plain text. */
export type SettingsCheck = {
  readonly conclusion: 'success' | 'failure';
  readonly title: string;
  readonly summary: string;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
};

export type CheckWriter = {
  /**
   * Makes the check `staff-signals` on a commit say this. One that says it already is left alone, but for a re-run: then it is completed
   * anew, so that whoever asked sees that it was done. Throws PermanentFailure where checks can't be written, TransientFailure.
   */
  put(
    at: { readonly installationId: number; readonly repository: RepositoryRef; readonly headSha: string; readonly isRerun: boolean },
    check: SettingsCheck,
  ): Promise<void>;
};

/** An attempt at a delivery. The guid is the delivery's own, whatever the attempt. */
export type SentDelivery = {
  readonly id: number;
  readonly guid: string;
  readonly at: Instant;
  readonly isRepeat: boolean;
  /** Whether it was answered with success. */
  readonly hasArrived: boolean;
  readonly event: string;
};

export type DeliveryLog = {
  /** Attempts at or after `since`, newest first, in pages. */
  sentSince(since: Instant): AsyncIterable<readonly SentDelivery[]>;
  /** Asks GitHub to send a delivery again. False when it no longer can. */
  sendAgain(id: number): Promise<boolean>;
};

/** A subject that was updated. */
export type Change = { readonly subject: SubjectRef; readonly updatedAt: Instant };

/** One of a repository's three lists of subjects, by their last update; `after`: where to go on, null for the newest. */
export type ChangeList = { readonly repository: RepositoryRef; readonly kind: SubjectKind; readonly after: string | null };

/** A page of a list, newest first; `next` is null at its end. A list that GitHub refuses holds no page. */
export type ChangePage =
  | { readonly list: ChangeList; readonly changes: readonly Change[]; readonly next: string | null }
  | { readonly list: ChangeList; readonly refusal: PermanentFailure };

export type DossierSource = {
  /**
   * Looks subjects of one repository up, batched. `dossier` is null when the subject is gone (deleted, transferred, converted).
   * `isDocument` says which changed files' texts belong to the dossier; `isSource`, which repositories (`owner/name`, lower case) opted in,
   * so that issues there that a merged document refers to may be looked at. A subject that GitHub did not answer for is left out.
   * Throws TransientFailure when GitHub is not there, PermanentFailure when the repository is not.
   */
  fetch(of: {
    readonly installationId: number;
    readonly repository: RepositoryRef;
    readonly subjects: readonly SubjectRef[];
    readonly isDocument: (path: string) => boolean;
    readonly isSource: (fullName: string) => boolean;
  }): Promise<readonly { readonly subject: SubjectRef; readonly dossier: Dossier | null }[]>;
  /** The next page of each list, many lists in one request. Throws TransientFailure. */
  changes(of: { readonly installationId: number; readonly lists: readonly ChangeList[] }): Promise<readonly ChangePage[]>;
};

export type OrganisationSource = {
  /** The organisation as it is now. CODEOWNERS and readers are read only for the sources; others have readers `unknown`. */
  fetch(of: {
    readonly installationId: number;
    readonly login: string;
    readonly repositories: readonly InstalledRepository[];
    readonly sourceIds: ReadonlySet<number>;
    readonly now: Instant;
  }): Promise<OrganisationSnapshot>;
  readers(of: { readonly installationId: number; readonly repository: InstalledRepository }): Promise<Readers>;
};

/** One version of an issue's body. `editor` is null when the account is gone. The last one is the present body. */
export type BodyEdit = { readonly editor: PersonRef | null; readonly isByApp: boolean; readonly at: Instant; readonly body: string };

export type ReportIssue = {
  readonly number: number;
  readonly body: string;
  readonly isOpen: boolean;
  readonly isLocked: boolean;
  /** Whether it bears the App's label, by which it is found again. */
  readonly isLabelled: boolean;
  /** Oldest first; empty when the body was never edited. */
  readonly edits: readonly BodyEdit[];
  /** The App's own comments, oldest first. */
  readonly comments: readonly { readonly id: string; readonly body: string }[];
};

/** Every version of one of the App's comments; one that was never edited has one. */
export type CommentVersions = { readonly id: string; readonly versions: readonly BodyEdit[] };

export type ReportDestination = { readonly installationId: number; readonly repository: RepositoryRef };

export type ReportTracker = {
  /** Whether issues can be written there now, else why not, in words for the owner. */
  trouble(destination: ReportDestination): Promise<string | null>;
  read(destination: ReportDestination, number: number): Promise<ReportIssue | null>;
  /** The App's own open or closed issue whose body begins with the marker, of two the older one; null when there is none. */
  find(destination: ReportDestination, marker: string): Promise<ReportIssue | null>;
  /** Comments on an issue that begin with `/brag`, oldest first, by people. Of comments that were edited, the first wording. */
  commands(
    destination: ReportDestination,
    number: number,
  ): Promise<readonly { readonly author: PersonRef; readonly at: Instant; readonly text: string; readonly commentId: string }[]>;
  /** The versions of the App's own comments on an issue, oldest comment first, and of each the oldest version first. */
  commentVersions(destination: ReportDestination, number: number): Promise<readonly CommentVersions[]>;
  /** Shows the author of a comment that it was understood. */
  acknowledge(destination: ReportDestination, commentId: string): Promise<void>;
  comment(destination: ReportDestination, number: number, body: string): Promise<void>;
  /** Creates the issue with the label `staff-signals`, unassigned. */
  create(destination: ReportDestination, issue: { readonly title: string; readonly body: string }): Promise<ReportIssue>;
  /** Puts the label `staff-signals` back on an issue that lost it. */
  label(destination: ReportDestination, number: number): Promise<void>;
  update(destination: ReportDestination, number: number, change: { readonly title?: string; readonly body?: string }): Promise<void>;
  /** Writes the overflow comments: edits, adds, deletes. Returns their ids. */
  putComments(
    destination: ReportDestination,
    number: number,
    comments: { readonly ids: readonly string[]; readonly bodies: readonly string[] },
  ): Promise<readonly string[]>;
  /** Assigns the person; someone who cannot be assigned is left out silently. */
  assign(destination: ReportDestination, number: number, login: string): Promise<void>;
};
