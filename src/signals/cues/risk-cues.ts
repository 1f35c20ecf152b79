/** Phrases that name a risk of a change in particular: what would break, leak, race or be lost. */
import type { Cue } from './cue.ts';

/** A cue with the risk's name in a reason: "Named a risk of `risk`". */
export type RiskCue = Cue & { readonly risk: string };

/** What breaks while the program runs. Bare words such as "safe", "risk" or "issue" name nothing and are left out. */
export const riskCues: readonly RiskCue[] = [
  {
    name: 'race',
    risk: 'a race or deadlock',
    pattern:
      /\b(?:data race|race condition|races? (?:with|between|against)|racy|deadlock\w*|toctou|not (?:thread|async)[- ]?safe|lost update|double[- ]spend\w*)\b/i,
    reason: 'Two things at once go wrong.',
    fallsWhenNegated: true,
  },
  {
    name: 'memory',
    risk: 'a memory error',
    pattern:
      /\b(?:use[- ]after[- ]free|double[- ]free|dangling (?:pointer|reference)s?|out[- ]of[- ]bounds|buffer over(?:flow|run|read)s?|(?:stack|heap) overflow|null (?:pointer )?deref\w*|uninitiali[sz]ed (?:memory|value|variable|read|data|bytes?)|(?:read|writ)(?:e|es|ing)? (?:past|beyond) the end)\b/i,
    reason: 'Memory is used as it must not be.',
    fallsWhenNegated: true,
  },
  {
    name: 'overflow',
    risk: 'an overflow',
    pattern:
      /\b(?:(?:can|could|will|would|may|might|does|to) (?:\w+ )?(?:over|under)flow(?:s|ed|ing)?|(?:integer|signed|unsigned|arithmetic|uint\d*|int\d*) (?:over|under)flow|(?:over|under)flows? (?:if|when|for|on|the|here|at))\b/i,
    reason: 'A number leaves its range.',
    fallsWhenNegated: true,
  },
  {
    name: 'undefined',
    risk: 'undefined behaviour',
    pattern: /\b(?:undefined behaviou?r|(?:is|be|this|invokes?|causes?|technically) UB)\b/,
    reason: 'The language promises nothing for it.',
    fallsWhenNegated: true,
  },
  {
    name: 'crash',
    risk: 'a crash or hang',
    pattern:
      /\b(?:(?:will|would|can|could|may|might|to) (?:\w+ )?(?:crash|segfault|panic|hang forever|loop forever|abort)|(?:crashes|segfaults|panics|hangs) (?:if|when|on|for|with|because)|infinite (?:loop|recursion)|unbounded (?:memory|growth|recursion|allocation)|memory leak|leaks? (?:memory|the (?:file|connection|handle|socket|context|buffer)))\b/i,
    reason: 'The program stops or starves.',
    fallsWhenNegated: true,
  },
  {
    name: 'security',
    risk: 'a security hole',
    pattern:
      /\b(?:vulnerab(?:le|ility|ilities)|exploitable|(?:sql|command|code|header|log) injection|xss|csrf|ssrf|privilege escalation|denial[- ]of[- ]service|dos (?:attack|vector)|replay attack|attacker (?:can|could|may|might|would|who|to)|(?:timing|side)[- ]channel|(?:not|non-?) ?constant[- ]time|variable[- ]time|leaks? (?:the )?(?:secret|private key|key|password|token|nonce)s?|(?:secret|private key|nonce|key)s? (?:is|are|could be|would be|gets?|remains?) (?:leaked|exposed|logged|left (?:on|in))|malleab(?:le|ility)|path traversal|open redirect)\b/i,
    reason: 'Somebody could abuse it.',
    fallsWhenNegated: true,
  },
  {
    name: 'loss',
    risk: 'losing or corrupting data',
    pattern:
      /\b(?:data loss|los(?:e|es|ing) (?:the )?(?:data|funds|money|coins|rows?|messages?|events?|writes?|updates?)|loss of (?:data|funds|money)|corrupt(?:s|ed|ion)? (?:the )?(?:data|state|file|index|database|table|memory)|(?:data|state|index|database) corruption|silently (?:drop|discard|ignore|truncate|overwrite|lose)\w*|(?:funds|coins|money) (?:could|can|may|might|would|will) be (?:lost|stolen|burned|burnt))\b/i,
    reason: 'What was kept is gone or wrong.',
    fallsWhenNegated: true,
  },
  {
    name: 'compatibility',
    risk: 'breaking others',
    pattern:
      /\b(?:(?:breaks?|breaking|would break|will break) (?:backwards?[- ]?compat\w*|existing (?:users?|clients?|callers?|wallets?|code|nodes?|deployments?|implementations?)|old(?:er)? (?:clients?|nodes?|versions?)|the (?:abi|api)|consensus|abi|api)|consensus (?:failure|split|bug|break\w*)|chain ?split|accidental (?:hard ?)?fork|(?:abi|api)[- ](?:break|breakage|breaking))\b/i,
    reason: 'What works elsewhere stops working.',
    fallsWhenNegated: true,
  },
];

/** Sentences that hold a risk's name without raising it: past or other work, praise, a hypothetical, or telling that it is handled. */
export const unraisedCues: readonly Cue[] = [
  {
    name: 'handled',
    pattern:
      /\b(?:prevents?|preventing|avoids?|avoiding|protects? (?:against|from)|guards? against|fix(?:es|ed)|mitigat\w+|to (?:prevent|avoid|fix|catch|detect|protect)|instead of (?:crashing|overflowing)|already (?:handled|checked|covered)|no longer|used to|previously|as (?:long|far) as|theoretical(?:ly)?|in theory|unlikely|impossible|harmless|pre-?existing|not a (?:problem|concern|vulnerability))\b/i,
    reason: 'Tells that it is met, past or no matter.',
  },
];

/** Remarks about the words of a change, not about what runs; one such sentence makes the whole remark one. */
export const wordingCues: readonly Cue[] = [
  {
    name: 'wording',
    pattern:
      /\b(?:nits?|nitpick|typo|comments?|docs?|documentation|docstring|wording|phrasing|naming|sentence|paragraph|README|changelog|worth (?:mentioning|noting|adding|documenting|explaining)|clarify|mention)\b/i,
    reason: 'About words, not about what runs.',
  },
];

/** Openings by which an author says that it is not so. */
export const contradictingCues: readonly Cue[] = [
  { name: 'no', pattern: /^\W*(?:no|nope|nah|not|hmm+|actually|are you sure)\b/i, reason: 'Begins with a no.' },
];
