/** Writes what is generated: the list of signals, and the documents beside this file. `npm run generate`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registryText } from './registry.ts';

const signalsFolder = join(import.meta.dirname, '../src/signals');
writeFileSync(join(signalsFolder, 'registry.ts'), registryText(signalsFolder));

// Only now: the documents import the list that was just written.
const { generatedDocuments } = await import('./documents.ts');
for (const [name, text] of Object.entries(generatedDocuments())) writeFileSync(join(import.meta.dirname, name), text);
