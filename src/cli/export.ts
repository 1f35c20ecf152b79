/** `export`: everything held about people, as JSON. */
import { join } from 'node:path';
import { evidenceDocument } from '../reports/evidence-json.ts';
import type { Command } from './command.ts';
import { chooseEverPeople, chooseInstallation, withApp } from './with-app.ts';
import { writeOut } from './write-out.ts';

export const exportEvidence: Command = {
  summary: 'print the evidence that is held, as JSON (--login: of one person)',
  options: ['org', 'login', 'out', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const { id } = await chooseInstallation(app, args.org);
      const people = await chooseEverPeople(app, id, args.login);
      const evidence = await app.store.tenant(id, async (tenant) => {
        const lists = [];
        for (const person of people) lists.push(await tenant.evidence.ofPerson(person.id));
        return lists.flat();
      });
      const document = JSON.stringify(evidenceDocument(evidence));
      if (args.out !== null) {
        await writeOut(args.out, new Map([['evidence.json', `${document}\n`]]));
        progress(`wrote ${join(args.out, 'evidence.json')}`);
      }
      if (args.json || args.out === null) print(document);
      return 0;
    }),
};
