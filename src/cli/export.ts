/** `export`: everything held about people, as JSON. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceDocument } from '../reports/evidence-json.ts';
import type { Command } from './command.ts';
import { chooseInstallation, choosePeople, withApp } from './with-app.ts';

export const exportEvidence: Command = {
  summary: 'print the evidence that is held, as JSON (--login: of one person)',
  options: ['org', 'login', 'out', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const { id } = await chooseInstallation(app, args.org);
      const people = await choosePeople(app, id, args.login);
      const evidence = await app.store.tenant(id, async (tenant) => {
        const lists = [];
        for (const person of people) lists.push(await tenant.evidence.ofPerson(person.id));
        return lists.flat();
      });
      const document = JSON.stringify(evidenceDocument(evidence));
      if (args.out === null) {
        print(document);
        return 0;
      }
      await mkdir(args.out, { recursive: true });
      await writeFile(join(args.out, 'evidence.json'), `${document}\n`);
      progress(`wrote ${join(args.out, 'evidence.json')}`);
      return 0;
    }),
};
