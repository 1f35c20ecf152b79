/** The JSON Schemas of the settings files over HTTP, so that editors can complete and check them. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

const folder = new URL('../config/', import.meta.url);
/** By path; each file has the name that it is served under. */
const paths: ReadonlySet<string> = new Set(['/staff-signals.schema.json', '/organisation.schema.json']);

/** Answers when a schema is asked for, and says whether it did. */
export async function answerSchema(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (!paths.has(path) || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const text = await readFile(new URL(path.slice(1), folder));
  // Editors in a browser ask from pages of their own.
  response.writeHead(200, { 'content-type': 'application/schema+json', 'access-control-allow-origin': '*' }).end(text);
  return true;
}
