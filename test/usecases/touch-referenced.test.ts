/** Newly merged work touches what it refers to, once, and only what is held. */
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { Participation } from '../../src/domain/participation.ts';
import { subjectLabel, type SubjectRef } from '../../src/domain/subject.ts';
import type { StoredRepository, Tenant } from '../../src/usecases/ports.ts';
import { touchReferenced } from '../../src/usecases/touch-referenced.ts';
import { aDossier, idOf, minute } from '../fixtures/dossier.ts';
import { aParticipation } from '../store/samples.ts';

const handbook: SubjectRef = { repositoryId: idOf('handbook'), kind: 'pull', number: 4 };
const here: SubjectRef = { repositoryId: idOf('billing'), kind: 'issue', number: 7 };
const secret: SubjectRef = { repositoryId: idOf('secret'), kind: 'pull', number: 1 };

function source(name: string): StoredRepository {
  const shared = { visibility: 'private', isArchived: false, optIn: 'in', settingsText: null, problems: [], sweptUntil: null } as const;
  return { ...shared, id: idOf(name), fullName: `acme/${name}` };
}

/** The repository `secret` has not opted in. */
const sources = [source('billing'), source('handbook')];

/** What is touched when the dossier was refreshed, with three subjects held. */
async function touchedBy(dossier: Dossier, changed: readonly Participation[]) {
  const touched: string[] = [];
  const held = new Set([handbook, here, secret].map(subjectLabel));
  const tenant = {
    subjects: {
      titles: async (asked: readonly SubjectRef[]) =>
        new Map(asked.map((one) => [subjectLabel(one), 'A title'] as const).filter(([label]) => held.has(label))),
    },
    touches: {
      addAll: async (touches: readonly { readonly subject: SubjectRef }[]) =>
        void touched.push(...touches.map(({ subject }) => subjectLabel(subject))),
    },
  };
  const repositoryIds = await touchReferenced(tenant as unknown as Tenant, [{ dossier, changed }], { sources, at: minute(700) });
  return { touched, repositoryIds };
}

const merged = aDossier({ body: 'Part of Acme/handbook#4. Fixes #7, not #8; see acme/secret#1 and elsewhere/thing#4.' });
const authored = aParticipation({ role: 'author', substance: null, mergedAt: minute(600) });

describe('newly merged work', () => {
  it('touches the pull requests and issues that it refers to, where they are held and opted in', async () => {
    const { touched, repositoryIds } = await touchedBy(merged, [authored]);
    expect(touched.toSorted()).toEqual([subjectLabel(handbook), subjectLabel(here)].toSorted());
    expect(repositoryIds.toSorted()).toEqual([handbook.repositoryId, here.repositoryId].toSorted());
  });

  it('touches nothing when it is only looked at again, so that no two subjects touch each other for ever', async () => {
    expect((await touchedBy(merged, [])).touched).toEqual([]);
    expect((await touchedBy(merged, [aParticipation({ role: 'reviewer' })])).touched).toEqual([]);
  });

  it('does not touch itself, and open work touches nothing', async () => {
    const itself = { ...merged, repository: { id: idOf('handbook'), fullName: 'acme/handbook' }, number: 4, body: 'This is #4.' };
    expect((await touchedBy(itself, [authored])).touched).toEqual([]);
    const open = { ...merged, state: 'open', mergedAt: null } as const;
    expect((await touchedBy(open, [aParticipation({ role: 'author', mergedAt: null })])).touched).toEqual([]);
  });
});
