/** Pictures, ladder and the owners' page over HTTP: whose they are, and what they keep to themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectLabel } from '../../src/domain/subject.ts';
import { anEvidence, aParticipation, aSummary } from '../store/samples.ts';
import { type LogForTests, openLogForTests } from './log-for-tests.ts';
import type { Visitor } from './visitor.ts';

let log: LogForTests;
let ravi: Visitor;
let olga: Visitor;
beforeAll(async () => {
  log = await openLogForTests();
  for (const [repository, login, title] of [
    ['handbook', 'ravi', 'RFC: one retry policy'],
    ['vault', 'ravi', 'RFC: keys of the vault'],
    ['handbook', 'mina', 'RFC: owners of queues'],
  ] as const)
    await hold(repository, login, title);
  [ravi, olga] = [log.newVisitor(), log.newVisitor()];
  await ravi.signIn('ravi');
  await olga.signIn('olga');
});
afterAll(() => log.close());

let held = 0;

async function hold(repository: string, login: string, title: string): Promise<void> {
  held += 1;
  const stored = [...log.sandbox.world.repositories.values()].find(({ name }) => name === repository);
  const subject = { repositoryId: stored?.id ?? 0, kind: 'pull', number: held } as const;
  const person = { id: log.idOf(login), login };
  const at = log.sandbox.now();
  const change = { subject, person, at, title, signal: 'rfc-authorship', pillar: 'technical-direction', month: at.slice(0, 7) } as const;
  const evidence = [{ ...anEvidence(change), key: held.toString(16).padStart(16, '0') }];
  const participations = [aParticipation({ subject, person, at, role: 'author', mergedAt: at, authorIds: [person.id] })];
  await log.store.store.tenant(log.installationId, ({ subjects }) =>
    subjects.replace(aSummary({ subject, title, url: `https://github.example/${subjectLabel(subject)}` }), { participations, evidence }),
  );
}

const page = (name: string) => `/orgs/${log.organisation}/${name}`;

describe('pictures', () => {
  it('are of the signed-in person’s own log, and count what they can’t read without a name', async () => {
    const { status, text } = await ravi.get(page('pictures'));
    expect(status).toBe(200);
    expect(text).toContain('Technical direction 2');
    expect(text).not.toMatch(/vault|mina/);
    expect((await olga.get(page('pictures'))).text).toContain('There is nothing to draw yet');
  });

  it('are for nobody who is not signed in', async () => {
    expect((await log.newVisitor().get(page('pictures'))).text).not.toContain('eighteen months');
  });
});

describe('the ladder', () => {
  it('names what shows an expectation as far as its engineer can read it now', async () => {
    const { text } = await ravi.get(page('ladder'));
    expect(text).toContain('RFC: one retry policy');
    expect(text).not.toMatch(/keys of the vault|owners of queues/);
    expect(text).toContain('one item in a restricted repository');
  });

  it('can be another one that there is; what there is not is the usual one', async () => {
    expect((await ravi.get(`${page('ladder')}?ladder=staff-archetypes`)).text).toContain('Tech lead:');
    const { status, text } = await ravi.get(`${page('ladder')}?ladder=%3Cscript%3E`);
    expect(status).toBe(200);
    expect(text).toContain('<option value="staff-engineer" selected>');
  });
});

describe('the owners’ page', () => {
  it('tells an owner how the installation is, with no person and no evidence on it', async () => {
    const { status, text } = await olga.get(page('installation'));
    expect(status).toBe(200);
    expect(text).toContain('<th scope="row">handbook</th>');
    expect(text).toContain('<dt>Settings</dt><dd>in order</dd>');
    const body = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    expect(body).not.toMatch(/ravi|mina|RFC/);
  });

  it('shows settings that need a look, as text', async () => {
    await log.store.store.tenant(log.installationId, ({ installation }) =>
      installation.saveSettingsProblems(['line 2: there is no `<b>zone</b>`']),
    );
    expect((await olga.get(page('installation'))).text).toContain('line 2: there is no &lt;b&gt;zone&lt;/b&gt;');
  });

  it('is not there for others', async () => {
    const { status, text } = await ravi.get(page('installation'));
    expect(status).toBe(404);
    expect(text).not.toContain('handbook');
  });
});
