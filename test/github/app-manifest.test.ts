/** `app.yml` stays in step with the door, and asks for no more than what the events and the calls need. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { handledEvents } from '../../src/github/webhook-to-touch.ts';

/** GitHub sends these to every App, asked or not, and refuses a manifest that lists them ("Default events unsupported"). */
const alwaysSent = ['installation', 'installation_repositories', 'github_app_authorization'];

const text = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8');
const manifest: { readonly default_events: readonly string[]; readonly default_permissions: Readonly<Record<string, string>> } =
  parse(text);

/** The permission without which GitHub refuses a manifest that lists the event. https://docs.github.com/webhooks/webhook-events-and-payloads */
const neededFor: Readonly<Record<string, string | null>> = {
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  pull_request_review_comment: 'pull_requests',
  pull_request_review_thread: 'pull_requests',
  issues: 'issues',
  issue_comment: 'issues',
  discussion: 'discussions',
  discussion_comment: 'discussions',
  push: 'contents',
  installation_target: null,
  repository: 'metadata',
  team: 'members',
  membership: 'members',
  member: 'members',
  organization: 'members',
  check_run: 'checks',
  check_suite: 'checks',
};

describe('app.yml', () => {
  it('lists the events of the door less those that GitHub always sends', () => {
    expect(manifest.default_events.toSorted()).toEqual(handledEvents.filter((event) => !alwaysSent.includes(event)).toSorted());
  });

  it('lists each event once', () => {
    expect(new Set(manifest.default_events).size).toBe(manifest.default_events.length);
  });

  it('has the permission that each event needs', () => {
    for (const event of manifest.default_events) {
      const needed = neededFor[event];
      expect(needed, event).not.toBeUndefined();
      if (needed !== null && needed !== undefined) expect(manifest.default_permissions, event).toHaveProperty(needed);
    }
  });

  it('asks for nothing else, and writes only issues and checks', () => {
    expect(manifest.default_permissions).toEqual({
      metadata: 'read',
      contents: 'read',
      pull_requests: 'read',
      issues: 'write',
      discussions: 'read',
      checks: 'write',
      members: 'read',
    });
  });

  it('justifies each permission in a comment above it', () => {
    const lines = text.split('\n');
    for (const name of Object.keys(manifest.default_permissions)) {
      const index = lines.findIndex((line) => line.startsWith(`  ${name}: `));
      expect(lines[index - 1], name).toMatch(/^ {2}# \w/);
    }
  });
});
