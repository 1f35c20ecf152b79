/** `/brag join` and `/brag stop`: everybody speaks for themselves alone, in their report or in an issue that is nobody's. */
import type { Instant } from '../../domain/instant.ts';
import { counted } from '../../domain/number-words.ts';
import { type Forgotten, type ForgetPorts, forgetPerson } from '../forget-person.ts';
import type { Queues, ReportDestination } from '../ports.ts';

export type JoinOrLeavePorts = ForgetPorts & { readonly queues: Queues };

type Spoken = {
  readonly destination: ReportDestination;
  readonly number: number;
  readonly personId: number;
  readonly at: Instant;
  /** Whether it was said in the person's own report, and not in an issue that others read who may know of no other repository. */
  readonly isOwnReport: boolean;
};

/** Whoever joins gets their own past too: the sweep looks at everything again, as far back as it ever does. */
export async function join(ports: JoinOrLeavePorts, { destination, personId, at }: Spoken): Promise<void> {
  const { installationId } = destination;
  await ports.store.tenant(installationId, async (tenant) => {
    await tenant.people.join(personId, at);
    await tenant.audit.add([{ at, act: 'joined', actor: 'person', actorId: personId, personId, repositoryId: null }]);
    for (const { id, optIn } of await tenant.repositories.list()) {
      if (optIn === 'in') await tenant.repositories.setSweptUntil(id, null);
    }
  });
  await ports.queues.sweep({ installationId });
}

/** Erases what is held about the person, and tells them what GitHub still has. */
export async function stop(ports: JoinOrLeavePorts, { destination, number, personId, at, isOwnReport }: Spoken): Promise<void> {
  const forgotten = await forgetPerson(ports, { installationId: destination.installationId, personId, at, by: 'person' });
  const here = isOwnReport ? null : destination.repository.fullName;
  await ports.tracker.comment(destination, number, farewell(forgotten, here));
}

/** `here`: the one repository whose issues may be named; null when all may. */
function farewell({ emptied, unreached }: Forgotten, here: string | null): string {
  const list = (issues: Forgotten['emptied']) => {
    const named = issues.filter(({ repository }) => here === null || repository === here);
    const others = issues.length - named.length;
    const lines = named.map(({ repository, number }) => `- issue ${number} in \`${repository}\``);
    return [...lines, ...(others > 0 ? [`- ${counted(others, 'issue')} in another repository, where you find them`] : [])].join('\n');
  };
  const done =
    'Done: your evidence, your decisions, what you added and the contents of your reports are erased, and nothing more is collected about you. Comments that you wrote are yours to delete.';
  const kept = `GitHub keeps earlier versions of an issue until an administrator of the repository deletes it:\n\n${list(emptied)}`;
  const closed = `The App can’t write to these any more; an administrator has to delete them:\n\n${list(unreached)}`;
  return [done, ...(emptied.length > 0 ? [kept] : []), ...(unreached.length > 0 ? [closed] : [])].join('\n\n');
}
