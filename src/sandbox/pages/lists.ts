/** Pages that list: the organisation's repositories and reports, and what a repository holds. */
import { isOurs } from '../access.ts';
import type { RepositoryState, SubjectState, World } from '../state.ts';
import { dateOf, labelTags, nameOf, page, pathOf, stateOf } from './frame.ts';
import { type Html, html } from '../../reports/html.ts';

function subjectRow(subject: SubjectState): Html {
  return html`<div class="row">
    <span class="tag">${stateOf(subject)}</span>
    <span class="name"><a href="${pathOf(subject)}">${subject.title}</a></span> ${labelTags(subject.labels)}
    <span class="right">#${subject.number} by ${nameOf(subject.author)}, ${dateOf(subject.createdAt)}</span>
  </div>`;
}

function newestFirst(subjects: readonly SubjectState[]): readonly SubjectState[] {
  return [...subjects].sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.number - a.number);
}

function repositoryRow(repository: RepositoryState): Html {
  const open = [...repository.subjects.values()].filter((subject) => subject.state === 'open').length;
  return html`<div class="row">
    <span class="name"><a href="/${repository.owner.login}/${repository.name}/pulls">${repository.name}</a></span>
    <span class="tag">${repository.isArchived ? 'archived' : repository.visibility}</span>
    <span class="quiet">${repository.description}</span>
    <span class="right">${open} open of ${repository.subjects.size}</span>
  </div>`;
}

/** The first page: what the App wrote, and the repositories. */
export function homePage(world: World): string {
  const repositories = [...world.repositories.values()].filter((repository) => isOurs(world, repository));
  const written = newestFirst(repositories.flatMap((repository) => [...repository.subjects.values()]).filter((subject) => subject.viaApp));
  const reports = written.map(
    (issue) => html`<div class="row">
      <span class="name"><a href="${pathOf(issue)}">${issue.title}</a></span> ${labelTags(issue.labels)}
      <span class="right">${issue.repository.name}#${issue.number}, ${dateOf(issue.createdAt)}</span>
    </div>`,
  );
  const none = html`<div class="row quiet">Nothing yet.</div>`;
  return page(
    world,
    world.organisation.login,
    html`<h1>${world.organisation.login}</h1>
    <h2 class="section">Written by ${world.app.slug}</h2>
    <div class="list">${reports.length === 0 ? none : reports}</div>
    <h2 class="section">Repositories</h2>
    <div class="list">${repositories.length === 0 ? none : repositories.map(repositoryRow)}</div>`,
  );
}

export type Tab = 'pulls' | 'issues' | 'discussions';

const tabKinds: Readonly<Record<Tab, { readonly kind: SubjectState['kind']; readonly name: string }>> = {
  pulls: { kind: 'pull', name: 'Pull requests' },
  issues: { kind: 'issue', name: 'Issues' },
  discussions: { kind: 'discussion', name: 'Discussions' },
};

/** The path's segment as a tab; null when it is none. */
export function toTab(segment: string): Tab | null {
  return segment === 'pulls' || segment === 'issues' || segment === 'discussions' ? segment : null;
}

/** A repository's pull requests, issues or discussions, newest first. */
export function repositoryPage(world: World, repository: RepositoryState, here: Tab): string {
  const subjects = [...repository.subjects.values()];
  const base = `/${repository.owner.login}/${repository.name}`;
  const tabs = (Object.keys(tabKinds) as Tab[]).map((tab) => {
    const { kind, name } = tabKinds[tab];
    const count = subjects.filter((subject) => subject.kind === kind).length;
    return html`<a class="${tab === here ? 'here' : ''}" href="${base}/${tab}">${name} <span class="tag">${count}</span></a>`;
  });
  const rows = newestFirst(subjects.filter((subject) => subject.kind === tabKinds[here].kind)).map(subjectRow);
  return page(
    world,
    `${repository.owner.login}/${repository.name}`,
    html`<h1>${repository.name} <span class="tag">${repository.visibility}</span></h1>
    <p class="quiet">${repository.description}</p>
    <nav class="tabs">${tabs}</nav>
    <div class="list">${rows.length === 0 ? html`<div class="row quiet">Nothing here.</div>` : rows}</div>`,
  );
}
