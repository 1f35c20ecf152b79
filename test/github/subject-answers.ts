/** What GitHub answers about a subject, whole and small; tests override what they are about. */
import { listOf, user } from './canned-github.ts';

export const shop = { databaseId: 6, nameWithOwner: 'acme/shop' };
export const ada = user(1, 'ada');
export const bob = user(2, 'bob');

const url = 'https://github.com/acme/shop';

const subject = {
  title: 'Cache prices',
  body: 'Why and how.',
  createdAt: '2026-10-01T09:00:00Z',
  updatedAt: '2026-10-05T09:00:00Z',
  closedAt: null,
  repository: shop,
  author: ada,
  labels: { nodes: [{ name: 'rfc' }, null] },
};

export function pullAnswer(number: number, over: object = {}) {
  return {
    ...subject,
    __typename: 'PullRequest',
    id: `PR_${number}`,
    number,
    url: `${url}/pull/${number}`,
    assignees: { nodes: [bob] },
    mergedAt: null,
    mergedBy: null,
    state: 'OPEN',
    isDraft: false,
    baseRefName: 'main',
    baseRefOid: 'b'.repeat(40),
    closingIssuesReferences: { nodes: [] },
    headRefName: 'cache',
    headRefOid: 'f'.repeat(40),
    additions: 10,
    deletions: 2,
    changedFiles: 1,
    mergeCommit: null,
    comments: listOf([]),
    reviews: listOf([]),
    reviewThreads: listOf([]),
    commits: listOf([]),
    files: listOf([]),
    timelineItems: listOf([]),
    ...over,
  };
}

export function issueAnswer(number: number, over: object = {}) {
  return {
    ...subject,
    __typename: 'Issue',
    id: `I_${number}`,
    number,
    url: `${url}/issues/${number}`,
    assignees: { nodes: [] },
    issueState: 'OPEN',
    comments: listOf([]),
    timelineItems: listOf([]),
    ...over,
  };
}

export function discussionAnswer(number: number, over: object = {}) {
  return {
    ...subject,
    __typename: 'Discussion',
    id: `D_${number}`,
    number,
    url: `${url}/discussions/${number}`,
    closed: false,
    category: { name: 'Ideas' },
    discussionComments: listOf([]),
    ...over,
  };
}

function remark(id: string, over: object) {
  return { id, url: `${url}#${id}`, body: `text of ${id}`, minimizedReason: null, author: bob, ...over };
}

export function commentAnswer(id: string, over: object = {}) {
  return remark(id, { createdAt: '2026-10-02T09:00:00Z', ...over });
}

export function reviewAnswer(id: string, over: object = {}) {
  return remark(id, { submittedAt: '2026-10-02T10:00:00Z', state: 'COMMENTED', commit: { oid: 'e'.repeat(40) }, ...over });
}

export function inlineAnswer(id: string, over: object = {}) {
  return remark(id, { createdAt: '2026-10-02T10:00:00Z', state: 'SUBMITTED', pullRequestReview: { id: 'R_1' }, ...over });
}

export function threadAnswer(id: string, over: object = {}) {
  return {
    id,
    path: 'src/cache.ts',
    line: 12,
    originalLine: 10,
    isResolved: true,
    isOutdated: false,
    resolvedBy: ada,
    comments: listOf([inlineAnswer(`${id}_1`)]),
    ...over,
  };
}

export function commitAnswer(oid: string, authors: readonly unknown[], over: object = {}) {
  return {
    commit: {
      oid,
      message: `message of ${oid}`,
      authoredDate: '2026-10-01T08:00:00Z',
      committedDate: '2026-10-01T08:30:00Z',
      authors: { nodes: authors.map((author) => ({ user: author })) },
      ...over,
    },
  };
}

export function replyAnswer(id: string, over: object = {}) {
  return remark(id, { createdAt: '2026-10-02T10:00:00Z', isAnswer: false, ...over });
}
