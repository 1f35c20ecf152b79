/** Everything that people look at in a browser: the log, the operator's board, the rubric and the schemas. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from './app.ts';
import { createSignInSource } from './github/sign-in.ts';
import { answerRubric } from './rubric-page.ts';
import { answerSchema } from './schema-pages.ts';
import type { Environment } from './settings/environment.ts';
import { isThisMachine, missingForLog } from './settings/missing-for-log.ts';
import { answerPages, createWebApp, type WebOptions } from './web/create-web-app.ts';
import { answerOperator, createOperatorApp } from './web/operator.ts';

/** Answers a request for a page, and says whether it did. */
export type AnswerPage = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** All pages of a service that listens on this port. */
export function openPages(of: { readonly app: App; readonly environment: Environment; readonly port: number }): AnswerPage {
  const { app, environment, port } = of;
  const answerBoard = boardOf(app, environment);
  const answerLog = answerPages(createWebApp({ ports: app, way: wayIn(environment, port) }));
  return async (request, response) =>
    (await answerRubric(request, response)) ||
    (await answerSchema(request, response)) ||
    (await answerBoard(request, response)) ||
    answerLog(request, response);
}

/** How people sign in, or what is missing for it. Without `PUBLIC_URL` a service that listens to this machine alone is its own address. */
function wayIn(environment: Environment, port: number): WebOptions['way'] {
  const { oauth, sessionSecret, github, host } = environment;
  const address = environment.publicUrl ?? (isThisMachine(host) ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : null);
  const missing = missingForLog({ ...environment, publicUrl: address });
  if (missing.length > 0 || address === null || oauth === null || sessionSecret === null) return { kind: 'off', off: { missing } };
  const pauses = github.apiUrl.startsWith('https:');
  const source = createSignInSource({ ...oauth, ...github, pauses });
  return { kind: 'on', source, sessionSecret, address, signInOrigin: new URL(github.webUrl).origin };
}

/** The operator's board; without `OPERATOR_TOKEN` there is none. */
function boardOf(app: App, { operatorToken: token, publicUrl }: Environment): AnswerPage {
  if (token === null) return async () => false;
  return answerOperator(createOperatorApp({ ports: app, token, isSecure: publicUrl?.startsWith('https:') ?? false }));
}
