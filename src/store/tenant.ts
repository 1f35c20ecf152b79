/** One installation's rows: the port's `Tenant`, from one file per table family. */
import type { Tenant } from '../usecases/ports.ts';
import { auditOf } from './audit.ts';
import { commandsOf } from './commands.ts';
import { dutiesOf } from './duties.ts';
import { entriesOf, itemNotesOf } from './entries.ts';
import { evidenceOf } from './evidence.ts';
import { historiesOf } from './histories.ts';
import { installationOf } from './installations.ts';
import type { KnownSnapshots } from './known-snapshots.ts';
import { lingeringOf } from './lingering.ts';
import { logOf } from './log.ts';
import { organisationOf } from './organisation.ts';
import { packetDraftsOf } from './packet-drafts.ts';
import { packetSharesOf } from './packet-shares.ts';
import { participationsOf } from './participations.ts';
import { peopleOf } from './people.ts';
import { reportsOf } from './reports.ts';
import { repositoriesOf } from './repositories.ts';
import { retentionOf } from './retention.ts';
import { subjectsOf } from './subjects.ts';
import { touchesOf } from './touches.ts';
import type { Transaction } from './transaction.ts';
import { welcomeOf } from './welcome.ts';

/** The port within one transaction that runs as the installation. */
export function tenantIn(transaction: Transaction, installationId: number, known: KnownSnapshots): Tenant {
  return {
    installation: installationOf(transaction, installationId),
    repositories: repositoriesOf(transaction, installationId),
    touches: touchesOf(transaction, installationId),
    duties: dutiesOf(transaction, installationId),
    histories: historiesOf(transaction, installationId),
    subjects: subjectsOf(transaction, installationId),
    participations: participationsOf(transaction),
    evidence: evidenceOf(transaction, installationId),
    entries: entriesOf(transaction, installationId),
    itemNotes: itemNotesOf(transaction, installationId),
    commands: commandsOf(transaction, installationId),
    organisation: organisationOf(transaction, installationId, () => known.of(installationId)),
    reports: reportsOf(transaction, installationId),
    people: peopleOf(transaction, installationId),
    welcome: welcomeOf(transaction, installationId),
    audit: auditOf(transaction, installationId),
    lingering: lingeringOf(transaction, installationId),
    packetDrafts: packetDraftsOf(transaction, installationId),
    packetShares: packetSharesOf(transaction, installationId),
    log: logOf(transaction, installationId),
    eraseBefore: retentionOf(transaction),
  };
}
