/** What a service holds, looked at from inside, for stories that are told from outside. */
import type { Evidence } from '../../src/domain/evidence.ts';
import type { StoredRepository } from '../../src/usecases/ports.ts';
import type { Story } from '../app/story.ts';

type Held = Pick<Story, 'app' | 'sandbox'>;

/** All evidence about the members, by time. */
export async function evidenceIn({ app, sandbox }: Held): Promise<readonly Evidence[]> {
  return app.store.tenant(sandbox.installationId() ?? 0, async (tenant) => {
    const lists: (readonly Evidence[])[] = [];
    for (const member of (await tenant.organisation.newest())?.members ?? []) lists.push(await tenant.evidence.ofPerson(member.id));
    return lists.flat();
  });
}

/** A repository as the store has it; null when it holds none of that name. */
export async function repositoryIn({ app, sandbox }: Held, name: string): Promise<StoredRepository | null> {
  const repositories = await app.store.tenant(sandbox.installationId() ?? 0, (tenant) => tenant.repositories.list());
  return repositories.find((repository) => repository.fullName.endsWith(`/${name}`)) ?? null;
}

/** Everything that the App wrote into a report repository: bodies, titles and its own comments. */
export function writtenInto({ sandbox }: Held, repository: string): string {
  return sandbox
    .issues(repository)
    .flatMap((issue) => [issue.title, issue.body, ...issue.comments.map((comment) => comment.body)])
    .join('\n');
}
