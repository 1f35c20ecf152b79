/** The organisation before anything happens: who is there, which teams, which repositories; as data, and as the acts that set it up. */
import { z } from 'zod';
import { type Act, type ActData, parseAct } from '../act.ts';
import type { SandboxOptions } from '../sandbox.ts';

const names = z.array(z.string().min(1)).default([]);

const repository = z.strictObject({
  name: z.string().min(1),
  visibility: z.enum(['public', 'private']).default('private'),
  description: z.string().min(1),
  /** Texts that are there from the beginning, by path. */
  files: z.record(z.string(), z.string()).default({}),
});

const schema = z.strictObject({
  login: z.string().min(1),
  /** When the set-up happens. */
  at: z.string(),
  owners: names,
  members: names,
  /** Accounts of type User that are no engineers: members, but nobody's reports. */
  machines: names,
  bots: names,
  outsiders: names,
  repositories: z.array(repository),
  /** By slug. Repositories not named can't be read by the team unless they are public. */
  teams: z.record(z.string(), z.strictObject({ members: names, write: names, read: names })),
});

type Described = z.output<typeof schema>;

export type Organisation = { readonly organisation: SandboxOptions['organisation']; readonly setUp: Described };

/** The organisation from data. Throws an Error that lists every problem. */
export function parseOrganisation(data: unknown): Organisation {
  const setUp = schema.parse(data);
  const people = [...setUp.owners, ...setUp.members, ...setUp.machines].map((login) => ({ login }));
  const bots = setUp.bots.map((login) => ({ login, kind: 'Bot' as const }));
  const outsiders = setUp.outsiders.map((login) => ({ login }));
  const organisation = {
    login: setUp.login,
    owners: setUp.owners,
    members: [...people, ...bots],
    outsiders,
    basePermission: 'none' as const,
  };
  return { organisation, setUp };
}

/** What the first owner does to set the organisation up; each engineer gets a private repository for their reports. */
export function setUpActs({ at, owners, members, repositories, teams }: Described): readonly Act[] {
  const by = owners[0] ?? '';
  const engineers = [...owners, ...members];
  const acts: ActData[] = [
    ...repositories.flatMap(({ name, visibility, description, files }): ActData[] => [
      { at, by, do: 'create-repository', repository: name, visibility, description },
      ...Object.entries(files).map(([path, text]): ActData => ({ at, by, do: 'commit-file', repository: name, path, text })),
    ]),
    ...Object.entries(teams).flatMap(([team, of]): ActData[] => [
      { at, by, do: 'create-team', team, members: of.members },
      ...of.write.map((name): ActData => ({ at, by, do: 'grant-team', team, repository: name, permission: 'write' })),
      ...of.read.map((name): ActData => ({ at, by, do: 'grant-team', team, repository: name, permission: 'read' })),
    ]),
    ...engineers.flatMap((login): ActData[] => [
      { at, by, do: 'create-repository', repository: `brag-${login}`, description: `What ${login} did, month by month` },
      { at, by, do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' },
    ]),
  ];
  return acts.map(parseAct);
}
