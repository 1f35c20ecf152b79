/** `/brag why N`, `/brag export` and `/brag help`: what the App says when it is asked. */
import {
  exportAnswer,
  exportElsewhereAnswer,
  goneAnswer,
  helpAnswer,
  restrictedAnswer,
  unclearAnswer,
  unknownNumberAnswer,
  whyAnswer,
  whyEntryAnswer,
} from '../../reports/answers.ts';
import { shownLinks } from '../../reports/month-view.ts';
import { ownExport } from '../../reports/own-export.ts';
import { signals } from '../../signals/registry.ts';
import { everythingHeld } from '../everything-held.ts';
import { done, itemNumbered, type Obey, refused } from './scene.ts';

export const why: Obey<'why'> = async (tenant, scene, said) => {
  const item = await itemNumbered(tenant, scene, said);
  if (item.kind === 'unknown') return refused(unknownNumberAnswer(item.count));
  if (item.kind === 'gone') return refused(goneAnswer);
  if (item.kind === 'entry') return done(whyEntryAnswer);
  const { listeners } = scene;
  // Who can read the source may have changed since the report showed the item.
  if (listeners === null || listeners.isRestricted(item.evidence)) return refused(restrictedAnswer);
  const evidence = { ...item.evidence, links: shownLinks(item.evidence, listeners) };
  const confirmedWhen = signals.find((signal) => signal.id === evidence.signal)?.rubric.confirmedWhen ?? null;
  return done(whyAnswer({ evidence, confirmedWhen, rubricUrl: scene.addresses.rubricUrl }, scene.addresses));
};

/** All of a person's, in a comment that they and the organisation's owners alone can read; elsewhere how to get it. */
export const exportOwn: Obey<'export'> = async (tenant, { person, listeners, now }) => {
  const { login } = person;
  if (listeners === null || !listeners.isForEngineer) return done(exportElsewhereAnswer(login));
  const held = await everythingHeld(tenant, person.id);
  const repositories = new Map((await tenant.repositories.list()).map(({ id, fullName }) => [id, fullName]));
  const evidence = held.evidence
    .filter((item) => !listeners.isRestricted(item))
    .map((item) => ({ ...item, links: shownLinks(item, listeners) }));
  const participations = held.participations.filter(({ subject }) =>
    listeners.canAllReadRepository(repositories.get(subject.repositoryId) ?? ''),
  );
  const hidden = held.evidence.length + held.participations.length - evidence.length - participations.length;
  await tenant.audit.add([{ at: now, act: 'exported', actor: 'person', actorId: person.id, personId: person.id, repositoryId: null }]);
  // Packets in the making would not fit into a comment, and are read where they are written.
  const drafts = held.drafts.map(({ versions, ...draft }) => ({ ...draft, keptVersions: versions.length }));
  const shown = { ...held, evidence, participations, drafts };
  const shortJson = ownExport({ ...shown, participations: [] });
  return done(exportAnswer({ json: ownExport(shown), shortJson, hidden, login }));
};

export const help: Obey<'help'> = async () => done(helpAnswer());

export const unclear: Obey<'unclear'> = async (_tenant, _scene, { command }) => refused(unclearAnswer(command.usage));
