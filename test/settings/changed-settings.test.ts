/** What one set of settings says otherwise than another. */
import { describe, expect, it } from 'vitest';
import { changedSettings } from '../../src/settings/changed-settings.ts';
import { parseOrganisationFile } from '../../src/settings/files.ts';

function parsed(text: string) {
  const file = parseOrganisationFile(text);
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  return file.settings;
}

describe('changed settings', () => {
  it('are none between a file and itself, and between no file and one that says the defaults', () => {
    const text = 'reports: { day: 3 }\nteams: { payments: { members: [alice] } }\n';
    expect(changedSettings(parsed(text), parsed(text))).toEqual([]);
    expect(changedSettings(parsed(''), parsed('reports: { day: 1 }\npeople: { ignore: [] }\n'))).toEqual([]);
  });

  it('are named by key, with both values', () => {
    const before = parsed('teams: { payments: { members: [alice] } }\npeople: { ignore: [robot] }\n');
    const after = parsed('reports: { day: 3 }\npeople: { ignore: [robot, other] }\nsignals: { glue-work: { enabled: false } }\n');
    expect(changedSettings(before, after)).toEqual([
      { key: 'reports.day', before: '1', after: '3' },
      { key: 'people.ignore', before: 'robot', after: 'robot, other' },
      { key: 'signals.glue-work.enabled', before: 'true', after: 'false' },
      { key: 'teams.payments.members', before: 'alice', after: null },
    ]);
  });

  it('are all settings where nothing was before', () => {
    expect(changedSettings(null, { enabled: true })).toEqual([{ key: 'enabled', before: null, after: 'true' }]);
  });
});
