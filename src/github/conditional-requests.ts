/** Asks for what was asked before only if it changed: GitHub's answer that it did not counts against no limit. */
import type { Octokit } from '@octokit/rest';
import { statusOf } from './failures.ts';

/** Settings files, who can read a repository, and an installation's repositories: asked for daily and in bursts of events, seldom changed. */
const asksAgain = /\/contents\/|\/collaborators\b|\/installation\/repositories\b/;
/** Of an installation. Older answers are forgotten first. */
const mostAnswers = 200;
const notModified = 304;

type Answer = Awaited<ReturnType<Octokit['request']>>;

/**
 * Remembers answers and their etags for one connection, in memory alone: in the store they would hold files of repositories that have not
 * opted in, and a new process loses no more than a day's first look.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function rememberAnswers(octokit: Octokit): void {
  const answers = new Map<string, { readonly etag: string; readonly answer: Answer }>();
  octokit.hook.wrap('request', async (request, options) => {
    const { url } = octokit.request.endpoint(options);
    if (options.method !== 'GET' || !asksAgain.test(url)) return request(options);
    const known = answers.get(url);
    // In place: the hooks inside this one see the options as they first were.
    if (known !== undefined) options.headers['if-none-match'] = known.etag;
    try {
      const answer = await request(options);
      const { etag } = answer.headers;
      answers.delete(url);
      if (etag !== undefined) answers.set(url, { etag, answer: structuredClone(answer) });
      const [oldest] = answers.keys();
      if (oldest !== undefined && answers.size > mostAnswers) answers.delete(oldest);
      return answer;
    } catch (error) {
      if (known === undefined || statusOf(error) !== notModified) throw error;
      // A copy: Octokit's paging writes into answers.
      return structuredClone(known.answer);
    }
  });
}
