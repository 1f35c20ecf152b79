/** The generated documents of `config/`, made from the schemas and the signals. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packetDocumentSchema } from '../src/reports/packet-json.ts';
import { ladderSchema } from '../src/settings/ladder.ts';
import { organisationFileSchema, repositoryFileSchema } from '../src/settings/schema.ts';
import { signals } from '../src/signals/registry.ts';
import { defaultsText } from './defaults.ts';
import { jsonSchemaOf, jsonSchemaText } from './json-schema.ts';
import { referenceText } from './reference.ts';
import { measuredSchema, rubricText } from './rubric.ts';

/** `measured.json`; null when there is none. Throws when it is not what it should be. */
export function readMeasured() {
  const path = join(import.meta.dirname, 'measured.json');
  return existsSync(path) ? measuredSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Each document's text by its file name in `config/`. Throws when `measured.json` is there and is not what it should be. */
export function generatedDocuments(): Readonly<Record<string, string>> {
  const organisation = organisationFileSchema(signals);
  const repository = repositoryFileSchema(signals);
  const ladder = ladderSchema(signals.map(({ id }) => id));
  const measured = readMeasured();
  return {
    'staff-signals.schema.json': jsonSchemaText(repository),
    'organisation.schema.json': jsonSchemaText(organisation),
    'ladder.schema.json': jsonSchemaText(ladder),
    'packet.schema.json': jsonSchemaText(packetDocumentSchema),
    'settings.md': referenceText({
      organisation: jsonSchemaOf(organisation),
      repository: jsonSchemaOf(repository),
      ladder: jsonSchemaOf(ladder),
    }),
    'defaults.yml': defaultsText(jsonSchemaOf(organisation)),
    'rubric.md': rubricText(signals, measured),
  };
}
