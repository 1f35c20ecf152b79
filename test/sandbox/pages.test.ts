/** The pages show issues as GitHub would render them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Pages, servePages } from '../../src/sandbox/pages.ts';
import { renderMarkdown } from '../../src/sandbox/pages/markdown.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { foundation, play, startAcme } from './acme.ts';
import { story } from './story.ts';

let sandbox: Sandbox;
let pages: Pages;
beforeEach(async () => {
  sandbox = await startAcme();
  play(sandbox, [
    ...foundation,
    ...story.slice(
      0,
      story.findIndex((act) => act.do === 'add-collaborator'),
    ),
  ]);
  pages = await servePages(sandbox, 0);
});
afterEach(async () => {
  await pages.close();
  await sandbox.close();
});

async function get(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${pages.address}${path}`);
  return { status: response.status, text: await response.text() };
}

describe('Markdown', () => {
  const render = (text: string) => renderMarkdown(sandbox.world, text).markup;

  it.each([
    ['<script>alert(1)</script>', '<script'],
    ['<img src=x onerror=alert(1)>', '<img'],
    ['<b onclick="x">y</b>', '<b onclick'],
    ['a <details ontoggle=x> b', '<details'],
    ['[x](javascript:alert(1))', 'javascript:'],
    ['<!-- staff-signals:report {"person":1} -->', 'staff-signals'],
    ['text <!-- e:0123456789abcdef --> text', '0123'],
  ])('%s shows no %s', (text, hidden) => {
    expect(render(text)).not.toContain(hidden);
  });

  it('keeps what GitHub keeps', () => {
    expect(render('- [x] done')).toMatch(/<input type="checkbox"[^>]*checked/);
    expect(render('one\ntwo')).toContain('one<br />');
    expect(render('<details><summary>More</summary>\n\nInside\n\n</details>')).toContain('<details><summary>More</summary>');
    expect(render('| a |\n| - |\n| 1 |')).toContain('<table>');
  });

  it('draws the bar chart, and leaves other diagrams as code', () => {
    const chart = '```mermaid\nxychart-beta\n  title "Items"\n  x-axis ["Jul", "Aug"]\n  bar [1, 3]\n```';
    expect(render(chart).match(/<rect/g)).toHaveLength(2);
    expect(render('```mermaid\ngraph TD\n```')).toContain('<code class="language-mermaid">graph TD');
  });

  it('leads links to the organisation to its own pages', () => {
    expect(render('[x](https://redirect.github.com/acme/checkout/pull/2#discussion_r1)')).toContain(
      'href="/acme/checkout/pull/2#discussion_r1"',
    );
    expect(render('https://github.com/acme/checkout/pull/2')).toContain('href="/acme/checkout/pull/2"');
    expect(render('https://github.com/initech/checkout/pull/2')).toContain('href="https://github.com/initech/checkout/pull/2"');
  });
});

describe('pages', () => {
  it('show the repositories, and what lies in them', async () => {
    expect((await get('/')).text).toMatch(/checkout[\s\S]*ledger/);
    expect((await get('/acme/checkout/pulls')).text).toContain('Queue payments');
    expect((await get('/acme/checkout/issues')).text).toContain('Payments time out');
    expect((await get('/acme/ledger/discussions')).text).toContain('One ledger?');
  });

  it('show a pull request with its reviews and what became of it', async () => {
    const { text } = await get('/acme/checkout/pull/2');
    expect(text).toMatch(/class="state merged/);
    expect(text).toContain('What happens when the queue is full?');
    expect(text).toContain('You are right, it would lose payments.');
    expect(text).toContain('docs/rfcs/1.md');
  });

  it('escape titles and names', async () => {
    play(sandbox, [{ do: 'open-issue', subject: 'checkout#66', title: '<img src=x>' }]);
    expect((await get('/acme/checkout/issues/66')).text).not.toContain('<img');
  });

  it('show files, and say when there is nothing', async () => {
    expect((await get('/acme/checkout/blob/main/docs/rfcs/1.md')).text).toContain('<h1>One queue</h1>');
    for (const path of [
      '/acme/nothing',
      '/acme/checkout/pull/99',
      '/acme/checkout/blob/main/nothing',
      '/else/where',
      '/acme/checkout/wiki',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
    expect((await get('/acme/%')).status).toBe(400);
  });
});
