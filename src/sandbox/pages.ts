/** The sandbox in a browser: its repositories, issues, pull requests and discussions as GitHub would show them. Reading only. */
import { createServer, type ServerResponse } from 'node:http';
import { lookUpRepository } from './find.ts';
import { defaultHead, findRevision } from './git.ts';
import { subjectPage } from './pages/conversation.ts';
import { page } from './pages/frame.ts';
import { html } from '../reports/html.ts';
import { homePage, repositoryPage, toTab } from './pages/lists.ts';
import { renderMarkdown } from './pages/markdown.ts';
import { listen } from './server.ts';
import type { RepositoryState, World } from './state.ts';

export type Pages = { readonly address: string; readonly close: () => Promise<void> };

function filePage(world: World, repository: RepositoryState, segments: readonly string[]): string | null {
  const [revision = 'HEAD', ...rest] = segments;
  const path = rest.join('/');
  const text = (findRevision(repository, revision) ?? defaultHead(repository)).files.get(path);
  if (text === undefined) return null;
  const shown = path.endsWith('.md') ? renderMarkdown(world, text) : html`<pre><code>${text}</code></pre>`;
  return page(world, path, html`<h1>${path}</h1><article><div class="markdown">${shown}</div></article>`);
}

/** The page of a path; null when there is none. Hidden comments and anchors are the browser's business. */
function pageAt(world: World, path: string): string | null {
  const [owner = '', name = '', segment = 'issues', ...rest] = path.split('/').slice(1).map(decodeURIComponent);
  if (owner === '') return homePage(world);
  if (name === '') return owner === world.organisation.login ? homePage(world) : null;
  const repository = lookUpRepository(world, `${owner}/${name}`);
  if (repository === null) return null;
  if (segment === 'blob') return filePage(world, repository, rest);
  const [number] = rest;
  const subject = repository.subjects.get(Number(number));
  if (number !== undefined) return subject === undefined ? null : subjectPage(world, subject);
  const tab = toTab(segment);
  return tab === null ? null : repositoryPage(world, repository, tab);
}

function write(response: ServerResponse, status: number, document: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src https:",
    'x-content-type-options': 'nosniff',
  });
  response.end(document);
}

/** Serves the pages on 127.0.0.1. Rejects when the port is taken; 0 takes a free one. */
export async function servePages({ world }: { readonly world: World }, port: number): Promise<Pages> {
  const server = createServer((request, response) => {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
      const document = pageAt(world, pathname);
      if (document === null) return write(response, 404, page(world, 'Not found', html`<h1>There is no such page</h1>`));
      write(response, 200, document);
    } catch (error) {
      write(response, 400, page(world, 'Not readable', html`<h1>This address can't be read</h1><p>${String(error)}</p>`));
    }
  });
  const running = await listen(server, port);
  return { address: running.origin, close: running.close };
}
