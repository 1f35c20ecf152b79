/** The page for words about an item that is no longer there: it gives them back. */
import { html } from '../../reports/html.ts';
import { pagePath, renderPage, type Visitor } from '../frame.ts';

/** The whole document. The same for what was never theirs. */
export function goneWhileWritingPage({ visitor, written }: { readonly visitor: Visitor; readonly written: readonly string[] }): string {
  const words = written.filter((text) => text.trim() !== '').join('\n\n');
  const body = html`<div class="alone">
<h1>This is not in your log</h1>
<p class="lede">What it rested on may have changed on GitHub, its repository may have opted out, or you erased it in another tab. Nothing was saved.</p>
<div class="field"><label for="written">What you wrote, to take along</label><textarea id="written" rows="8" readonly>
${words}</textarea></div>
<p><a class="button" href="${pagePath(visitor.organisation, 'log')}">To your log</a> <a class="button plain" href="${pagePath(visitor.organisation, 'log')}/entries">Add it as work of its own</a></p>
</div>`;
  return renderPage({ title: 'Not in your log', visitor, current: 'log', body });
}
