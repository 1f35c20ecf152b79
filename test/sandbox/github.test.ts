/** The product talks to the sandbox as it talks to GitHub. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listChanges } from '../../src/usecases/list-changes.ts';
import { createGithubClient, type GithubClient } from '../../src/github/client.ts';
import { createDossierSource } from '../../src/github/dossier-source.ts';
import { createInstallationSource } from '../../src/github/installation-source.ts';
import { createOrganisationSource } from '../../src/github/organisation-source.ts';
import { createReportTracker } from '../../src/github/report-tracker.ts';
import { createSettingsSource } from '../../src/github/settings-source.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { foundation, play, startAcme } from './acme.ts';
import { story } from './story.ts';

let sandbox: Sandbox;
let github: GithubClient;
const installationId = 500;
const checkout = { id: 70_000, fullName: 'acme/checkout' };
const ledger = { id: 70_001, fullName: 'acme/ledger' };
const settings = '.github/staff-signals.yml';

beforeEach(async () => {
  sandbox = await startAcme();
  play(sandbox, [
    ...foundation,
    ...story.slice(
      0,
      story.findIndex((act) => act.do === 'add-collaborator'),
    ),
  ]);
  github = createGithubClient({ appId: sandbox.appId, privateKey: sandbox.privateKey, apiUrl: sandbox.url, pauses: false });
});
afterEach(async () => {
  expect(sandbox.unserved()).toEqual([]);
  await sandbox.close();
});

describe('the product on the sandbox', () => {
  it('finds the installation and its repositories', async () => {
    const source = createInstallationSource(github);
    const known = { id: installationId, accountId: 900, login: 'acme', isSuspended: false };
    expect(await source.installations()).toEqual([known]);
    expect(await source.installation(installationId)).toEqual(known);
    expect(await source.installation(1)).toBeNull();
    expect((await source.repositories(installationId)).map(({ fullName, visibility }) => [fullName, visibility])).toEqual([
      ['acme/checkout', 'public'],
      ['acme/ledger', 'private'],
    ]);
  });

  it('reads a settings file, on the default branch and at a commit', async () => {
    const source = createSettingsSource(github);
    expect(await source.read({ installationId, repository: ledger })).toBeNull();
    play(sandbox, [{ do: 'commit-file', repository: 'ledger', path: settings, text: 'enabled: true\n', branch: 'try' }]);
    const sha = String(sandbox.deliveries().at(-1)?.payload['after']);
    expect(await source.read({ installationId, repository: ledger })).toBeNull();
    expect(await source.read({ installationId, repository: ledger, sha })).toBe('enabled: true\n');
  });

  it('is asked only once for what does not change, and sees at once what does', async () => {
    const source = createSettingsSource(github);
    const read = () => source.read({ installationId, repository: ledger });
    const statuses = () => sandbox.requests().flatMap(({ path, status }) => (path.includes('/contents/') ? [status] : []));
    play(sandbox, [{ do: 'commit-file', repository: 'ledger', path: settings, text: 'enabled: true\n' }]);
    expect([await read(), await read(), await read()]).toEqual(['enabled: true\n', 'enabled: true\n', 'enabled: true\n']);
    expect(statuses()).toEqual([200, 304, 304]);
    play(sandbox, [{ do: 'commit-file', repository: 'ledger', path: settings, text: 'enabled: false\n' }]);
    expect(await read()).toBe('enabled: false\n');
    expect(statuses()).toEqual([200, 304, 304, 200]);
    const installations = createInstallationSource(github);
    const first = await installations.repositories(installationId);
    expect(await installations.repositories(installationId)).toEqual(first);
    expect(await installations.repositories(installationId)).toEqual(first);
  });

  it('fetches dossiers, and null for what is gone', async () => {
    const subjects = [
      { repositoryId: checkout.id, kind: 'pull', number: 2 },
      { repositoryId: checkout.id, kind: 'issue', number: 1 },
      { repositoryId: checkout.id, kind: 'issue', number: 2 },
    ] as const;
    const isDocument = (path: string) => path.startsWith('docs/rfcs/');
    const of = { installationId, repository: checkout, isDocument, isSource: () => false };
    const [pull, issue, gone] = await createDossierSource(github).fetch({ ...of, subjects });
    expect(gone?.dossier).toBeNull();
    expect(issue?.dossier).toMatchObject({ title: 'Payments time out', state: 'closed', author: { login: 'ben' }, labels: ['bug'] });
    expect(issue?.dossier?.timeline.map((event) => event.kind)).toContain('cross-referenced');
    const dossier = pull?.dossier;
    expect(dossier).toMatchObject({ state: 'merged', mergedBy: { login: 'ben' }, files: [{ path: 'docs/rfcs/1.md', change: 'added' }] });
    expect(dossier?.documents).toEqual([{ path: 'docs/rfcs/1.md', text: '# One queue\n\nWrite first, answer later.\n' }]);
    expect(dossier?.commits[0]?.authors.map(({ login }) => login)).toEqual(['ada', 'ben']);
    expect(dossier?.threads[0]?.comments.map(({ author }) => author?.login)).toEqual(['cleo', 'ada']);
    expect(dossier?.timeline.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['review-requested', 'renamed', 'merged', 'closed']),
    );
  });

  it('lists what changed since, of every kind', async () => {
    const list = async (repository: typeof checkout) => {
      const wanted = [{ repository, since: '2026-07-01T00:00:00Z' }];
      const found = [];
      for await (const { changes } of listChanges(createDossierSource(github), { installationId, wanted }))
        found.push(...changes.map(({ subject }) => `${subject.kind} ${subject.number}`));
      return found.sort();
    };
    expect(await list(checkout)).toEqual(['issue 1', 'pull 2']);
    expect(await list(ledger)).toEqual(['discussion 1']);
  });

  it('takes a snapshot of the organisation', async () => {
    play(sandbox, [
      { do: 'add-collaborator', repository: 'ledger', login: 'cleo', permission: 'read' },
      { do: 'grant-team', team: 'payments', repository: 'ledger', permission: 'maintain' },
    ]);
    const repositories = await createInstallationSource(github).repositories(installationId);
    const all = new Set([checkout.id, ledger.id]);
    const source = createOrganisationSource(github);
    const snapshot = await source.fetch({
      installationId,
      login: 'acme',
      repositories,
      sourceIds: all,
      now: sandbox.now(),
    });
    expect(snapshot.members.map(({ login, role }) => `${login} ${role}`)).toEqual([
      'olga owner',
      'ada member',
      'ben member',
      'cleo member',
    ]);
    expect(snapshot.teams).toMatchObject([{ slug: 'payments', memberIds: [1001, 1002] }]);
    expect(snapshot.teams[0]?.repositories).toEqual([
      { repositoryId: checkout.id, permission: 'write' },
      { repositoryId: ledger.id, permission: 'maintain' },
    ]);
    expect(snapshot.repositories.map(({ readers, codeowners }) => ({ readers, codeowners }))).toEqual([
      { readers: { kind: 'everyone' }, codeowners: '* @acme/payments\n' },
      { readers: { kind: 'people', ids: expect.arrayContaining([1000, 1001, 1002, 1003]) }, codeowners: null },
    ]);
  });

  it('writes a report, reads it back with its edits, and writes its comments', async () => {
    play(sandbox, [{ do: 'add-collaborator', repository: 'ledger', login: 'ada', permission: 'write' }]);
    const tracker = createReportTracker({ github, budget: { spend: async () => {} } });
    const destination = { installationId, repository: ledger };
    const marker = '<!-- staff-signals:report {"person":1001,"month":"2026-07"} -->';
    expect(await tracker.trouble(destination)).toBeNull();
    expect(await tracker.find(destination, marker)).toBeNull();
    const { number } = await tracker.create(destination, { title: 'July', body: `${marker}\n\n- [ ] one` });
    play(sandbox, [{ do: 'tick', by: 'ada', subject: `ledger#${number}`, containing: 'one', ticked: true }]);
    await tracker.update(destination, number, { body: `${marker}\n\n- [x] one\n- [ ] two` });
    await tracker.assign(destination, number, 'ada');
    await tracker.assign(destination, number, 'mallory');
    const ids = await tracker.putComments(destination, number, { ids: [], bodies: ['More', 'And more'] });
    await tracker.putComments(destination, number, { ids, bodies: ['Less'] });
    const found = await tracker.find(destination, marker);
    expect(found?.edits.map(({ editor, body }) => [editor?.login, body.split('\n').slice(2)])).toEqual([
      ['staff-signals[bot]', ['- [ ] one']],
      ['ada', ['- [x] one']],
      ['staff-signals[bot]', ['- [x] one', '- [ ] two']],
    ]);
    expect(found?.comments.map(({ body }) => body)).toEqual(['Less']);
    expect(sandbox.issue('ledger', number)?.assignees).toEqual(['ada']);
    play(sandbox, [{ do: 'disable-issues', repository: 'ledger' }]);
    expect(await tracker.trouble(destination)).not.toBeNull();
  });
});
