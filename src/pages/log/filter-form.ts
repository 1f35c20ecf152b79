/** Search and filters of the log: a form that asks for another address, nothing more. */
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { asksForAll } from './asked.ts';
import type { Asked, Choice, LogView } from './view.ts';
import { standingWords } from './words.ts';

const strengths: readonly Choice[] = (['confirmed', 'candidate', 'kept', 'dismissed'] as const).map((value) => ({
  value,
  label: standingWords[value],
}));

/** The form, whose rarer fields are folded away until one of them is used. */
export function filterForm({ asked, choices }: Pick<LogView, 'asked' | 'choices'>, path: string): Html {
  const isUsed = [asked.strength, asked.signal, asked.repository, asked.team, asked.from, asked.to].some((text) => text !== '');
  return html`<form class="filter card" method="get" action="${path}" role="search" aria-label="Your log">
<div class="field"><label for="q">Search</label><div class="search"><input type="search" id="q" name="q" maxlength="200" value="${asked.q}"><button class="primary">Show</button></div></div>
<details${rawHtml(isUsed ? ' open' : '')}><summary>Filters</summary>
${select({ name: 'strength', label: 'Standing', none: 'All but dismissed', choices: strengths }, asked)}
${select({ name: 'signal', label: 'Signal', none: 'All', choices: choices.signals }, asked)}
${select({ name: 'repository', label: 'Repository', none: 'All', choices: choices.repositories }, asked)}
${choices.teams.length === 0 ? null : select({ name: 'team', label: 'Team', none: 'All', choices: choices.teams }, asked)}
<div class="period">${monthField('from', 'From', asked)}${monthField('to', 'To', asked)}</div>
<div class="row"><button>Show</button>${asksForAll(asked) ? null : html`<a class="button plain" href="${path}">Clear</a>`}</div>
</details>
</form>`;
}

type Field = {
  readonly name: 'strength' | 'signal' | 'repository' | 'team';
  readonly label: string;
  readonly none: string;
  readonly choices: readonly Choice[];
};

function select({ name, label, none, choices }: Field, asked: Asked): Html {
  const options = [{ value: '', label: none }, ...choices].map((choice) => {
    const mark = choice.value === asked[name] ? ' selected' : '';
    return choice.value === choice.label
      ? html`<option${rawHtml(mark)}>${choice.label}</option>`
      : html`<option value="${choice.value}"${rawHtml(mark)}>${choice.label}</option>`;
  });
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">
${options}
</select></div>`;
}

function monthField(name: 'from' | 'to', label: string, asked: Asked): Html {
  return html`<div class="field"><label for="${name}">${label}</label><input type="month" id="${name}" name="${name}" value="${asked[name]}" pattern="[0-9]{4}-[0-9]{2}" placeholder="2026-01"></div>`;
}
