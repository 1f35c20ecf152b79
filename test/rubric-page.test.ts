/** The rubric's page: every signal has its anchor there, where reports link to. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRubric, rubricUrl } from '../src/rubric-page.ts';
import { signals } from '../src/signals/registry.ts';

const server = createServer((request, response) => {
  void answerRubric(request, response).then((isAnswered) => {
    if (!isAnswered) response.writeHead(404).end();
  });
});
let address = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : '';
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

describe('GET /rubric', () => {
  it('has an anchor for every signal, with its claim', async () => {
    const response = await fetch(`${address}/rubric?from=a-report`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    for (const { id } of signals) expect(html).toContain(`<h2 id="${id}">${id}</h2>`);
    expect(html).toContain('<table>');
    expect(html).not.toContain('<script');
  });

  it('answers HEAD without a body, and nothing else', async () => {
    expect(await (await fetch(`${address}/rubric`, { method: 'HEAD' })).text()).toBe('');
    expect((await fetch(`${address}/rubric`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${address}/rubric/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});

it('is linked to where the service has an address, else in the project', () => {
  expect(rubricUrl('https://log.acme.example')).toBe('https://log.acme.example/rubric');
  expect(rubricUrl(null)).toMatch(/^https:\/\/github\.com\/.*\/config\/rubric\.md$/);
});
