/** The part of a pino logger that the queue writes to. Messages are static, data goes in fields. */

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type QueueLog = { readonly info: Write; readonly warn: Write; readonly error: Write };
