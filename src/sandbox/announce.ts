/** Announcing what happened, with payloads in the shape of GitHub's webhooks. */
import { isInstalledOn } from './access.ts';
import { nodeId } from './ids.ts';
import { accountJson, type Json, organisationJson } from './shapes/account.ts';
import { repositoryJson } from './shapes/repository.ts';
import { discussionJson, issueJson, pullJson } from './shapes/subject.ts';
import type { AccountState, RepositoryState, SubjectState, World } from './state.ts';

export type Headline = {
  readonly event: string;
  readonly action: string | null;
  readonly sender: AccountState;
  /** Whether the App is told; by default, when the repository is installed. Set where the act itself changes that. */
  readonly isForApp?: boolean;
};

function frame(world: World, { action, sender }: Headline): { readonly head: Json; readonly tail: Json } {
  const { installation } = world;
  return {
    head: action === null ? {} : { action },
    tail: {
      organization: organisationJson(world),
      sender: accountJson(world, sender),
      ...(installation === null ? {} : { installation: { id: installation.id, node_id: nodeId('MDIz', installation.id) } }),
    },
  };
}

/** Announces an event of a repository. */
export function announceRepository(world: World, repository: RepositoryState, headline: Headline, payload: Json): void {
  const { head, tail } = frame(world, headline);
  const whole = { ...head, ...payload, repository: repositoryJson(world, repository), ...tail };
  const isForApp = headline.isForApp ?? isInstalledOn(world, repository);
  world.announce({ event: headline.event, action: headline.action, isForApp, payload: whole });
}

/** Announces an event of the organisation itself. */
export function announceOrganisation(world: World, headline: Headline, payload: Json): void {
  const { head, tail } = frame(world, headline);
  const isForApp = headline.isForApp ?? world.installation?.isSuspended === false;
  world.announce({ event: headline.event, action: headline.action, isForApp, payload: { ...head, ...payload, ...tail } });
}

const eventOf: Readonly<Record<SubjectState['kind'], string>> = { issue: 'issues', pull: 'pull_request', discussion: 'discussion' };

/** The subject under the name that webhooks give it. */
export function subjectPart(world: World, subject: SubjectState): Json {
  if (subject.kind === 'issue') return { issue: issueJson(world, subject) };
  if (subject.kind === 'discussion') return { discussion: discussionJson(world, subject) };
  return { number: subject.number, pull_request: pullJson(world, subject) };
}

/** Announces what someone did to a subject: `issues`, `pull_request` or `discussion`. */
export function announceSubject(world: World, subject: SubjectState, action: string, sender: AccountState, payload: Json = {}): void {
  announceRepository(
    world,
    subject.repository,
    { event: eventOf[subject.kind], action, sender },
    { ...subjectPart(world, subject), ...payload },
  );
}
