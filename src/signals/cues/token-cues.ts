/** Phrases of reviews that do not engage with the change: approvals, thanks, pings, and the handling of pull requests. */
import type { Cue } from './cue.ts';

/** A sentence with one of these is a token, however it goes on. */
export const handlingCues: readonly Cue[] = [
  {
    name: 'rebase',
    pattern:
      /\b(?:rebas(?:e|ed|ing)|squash(?:ed|ing)?|merge conflicts?|conflicts? with (?:master|main)|fix ?up commits?|commit message)\b/i,
    reason: 'Asks for work on the branch, not on the change.',
  },
  {
    name: 'ci',
    pattern:
      /\b(?:ci|travis|appveyor|cirrus|jenkins|circleci|github actions?|builds?|tests?|checks?) (?:is|are|was|were|has|have|seems?|looks?|still|now|all)? ?(?:failing|failed|fails?|red|green|passing|passed|passes|broken|unhappy|happy|stuck|timed out|unrelated)\b/i,
    reason: 'Reports the state of the automation.',
  },
  {
    name: 'rerun',
    pattern: /\b(?:re-?run|re-?trigger|restart(?:ed)?|kick(?:ed)?) (?:the )?(?:ci|travis|tests?|jobs?|build|checks?)\b/i,
    reason: 'Handles the automation.',
  },
  {
    name: 'ping',
    pattern: /(?:\bpinging\b|\bping\b|^\s*(?:\/?cc|fyi|friendly ping|gentle ping|bump)\b[\s:@])/i,
    reason: "Calls for somebody's attention.",
  },
  {
    name: 'request-review',
    pattern:
      /\b(?:can|could|would|will|please|mind|care to|want to|like to)\b[^.?!]{0,40}\b(?:take a look|have a look|review this|review it|re-?review|weigh in|chime in|give this a look|sign off)\b/i,
    reason: 'Asks others for their review.',
  },
  {
    name: 'closing',
    pattern:
      /\b(?:closing|i'?m closing|i'?ll close|will close|going to close|let'?s close|(?:can|should) (?:probably |likely )?be closed|close this|closed (?:in favou?r|as|by)|re-?open(?:ing|ed)?)\b/i,
    reason: 'Handles the pull request.',
  },
  {
    name: 'merging',
    pattern:
      /\b(?:merging|merged|i'?ll merge|will merge|ready (?:to|for) merge|can be merged|good to merge|rfm|rtm|cherry-?picked|back-?ported)\b/i,
    reason: 'Handles the pull request.',
  },
  {
    name: 'status-question',
    pattern:
      /\b(?:still (?:working|interested|planning|pursuing|relevant|needed)|any (?:update|updates|progress|news|plans)|what'?s the status|status (?:of|on) this|still up for grabs|are you (?:still|planning))\b/i,
    reason: 'Asks whether the work goes on.',
  },
  {
    name: 'inactive',
    pattern:
      /\b(?:stale|inactiv(?:e|ity)|has been open (?:for|since)|no (?:activity|response|reply|follow-?up)|lack of (?:interest|activity|response)|for now|up for grabs)\b/i,
    reason: "Speaks of the pull request's age.",
  },
  {
    name: 'duplicate',
    pattern:
      /\b(?:duplicates?|dup(?:e)?) of\b|\balready (?:fixed|merged|resolved|addressed|done) (?:by|in|with)\b|\bsuperseded by\b|\bobsoleted by\b/i,
    reason: 'Points to other work without an argument.',
  },
  {
    name: 'gatekeeping',
    pattern:
      /\b(?:assign(?:ed|ing)?|allocat(?:e|ed|ing)) (?:[\w-]+ ){0,3}numbers?\b|\bsign (?:the )?cla\b|\bassigned \w+ numbers?\b|\b(?:wrong|another|right) repository\b/i,
    reason: 'Formal admission, not the content.',
  },
  { name: 'same-tree', pattern: /\bcc\s+@|^\s*(?:@[\w-]+[,\s]*)+\s*$/i, reason: 'Only names people.' },
];

/** A short sentence with one of these is a token; a long one says more. */
export const courtesyCues: readonly Cue[] = [
  {
    name: 'approval',
    pattern:
      /^\W*(?:(?:re-?|code review |tested |concept |approach |crypto-?|weak |strong |light |post-merge )*(?:ut|t|cr|u|re-?)?ack|n(?:a|ac)k|lgtm|sgtm|r\+|r=\w+|\+1|-1|:?\+1:?|:?shipit:?|approved?|approving|ship it|looks good|look good|looks (?:great|fine|ok(?:ay)?|reasonable|right|correct)|good to (?:me|go)|seems? (?:good|fine|ok(?:ay)?|reasonable|right)|👍|🚀|🎉|❤️|✅)(?:$|\W)/iu,
    reason: 'An approval or refusal in a word.',
  },
  {
    name: 'looks-good',
    pattern:
      /\b(?:looks?|seems?|lgtm|is|are|reads?) (?:\w+ ){0,2}(?:good|great|fine|ok|okay|reasonable|sensible|correct|nice)\b(?: (?:to me|overall|now|otherwise|in general))?\W*$/i,
    reason: 'Approves without a reason.',
  },
  {
    name: 'thanks',
    pattern:
      /\b(?:thanks|thank you|thx|ty|cheers|much appreciated|appreciate (?:it|your|the)|congrat\w*|welcome|sorry|apologies|my bad)\b/i,
    reason: 'Courtesy.',
  },
  {
    name: 'praise',
    pattern:
      /^\W*(?:very |really |so |super |pretty )?(?:nice|great|good|awesome|cool|excellent|amazing|neat|sweet|love|beautiful|well done|huge improvement|good (?:catch|point|idea|job|work|find))\b/i,
    reason: 'Praise.',
  },
  {
    name: 'acknowledged',
    pattern:
      /^\W*(?:ok|okay|done|fixed|sure|yes|yep|yeah|no|nope|agreed|agree|ah|oh|right|indeed|exactly|same here|me too|makes sense|fair enough|got it|understood|never ?mind|good point|will do|i see|resolved|updated|pushed)\b/i,
    reason: 'Acknowledges.',
  },
  {
    name: 'read-it',
    pattern:
      /\b(?:i(?:'ve| have)? (?:reviewed|read|checked|looked at|verified|tested|compiled|built|ran)|reviewed the code|verified that|tested (?:on|with|locally)|(?:only|no) (?:rebased|changes? since)|diff since|range-?diff|since (?:my )?last (?:review|ack))\b/i,
    reason: 'Tells that it was read.',
  },
];

/** An inline comment with one of these, and little else, is a nit. */
export const nitCues: readonly Cue[] = [
  {
    name: 'nit',
    pattern:
      /(?:^|[\s([*_])(?:\w+-)?(?:u?ber-?)?nits?(?:[\s:,.)\]*_-]|$)|\bnit-?pick\w*|\bmicro-?nit|\bfeel free to ignore\b|\bpedantic\b|\bbike-?shed\w*/i,
    reason: 'Calls itself small.',
  },
  {
    name: 'typo',
    pattern:
      /\b(?:typos?|misspell\w*|spelling|spelled|grammar\w*|grammatical\w*|punctuation|capitali[sz]\w*|lower-?case|upper-?case|title-?case|plural|singular|hyphen\w*|apostrophe|commas?|full stop|oxford)\b/i,
    reason: 'About the letters.',
  },
  {
    name: 'whitespace',
    pattern:
      /\b(?:white ?spaces?|indent\w*|trailing (?:space|newline|comma|period)s?|new ?lines?|blank lines?|empty lines?|line (?:break|wrap|length|ending)s?|tabs?|extra spaces?|double spaces?|align(?:ed|ment)?|clang-?format|formatting|semi-?colons?|braces|brackets|parenthes[ie]s|parens)\b/i,
    reason: 'About the layout.',
  },
  {
    name: 'substitution',
    pattern: /(?:^|\s)s\/[^/\n]{1,60}\/[^/\n]{0,60}\/?|^\W*\S{1,30} ?(?:->|→|=>) ?\S{1,30}\W*$/i,
    reason: 'A literal replacement.',
  },
  {
    name: 'link',
    pattern:
      /\b(?:broken|dead|wrong|incorrect|fix) (?:the )?(?:link|url|reference|anchor)s?\b|\blink (?:is|seems|appears) (?:\w+ )?(?:broken|dead|wrong|down)\b/i,
    reason: 'About a link.',
  },
  {
    name: 'leftover',
    pattern:
      /\b(?:left-?over|unused|debug(?:ging)? (?:print|output|code)|commented[- ]out|unnecessary (?:change|diff)|unrelated change|copy[- ]?past\w*|redundant (?:include|import|comment|line|space))\b/i,
    reason: 'A remnant to remove.',
  },
  {
    name: 'missing-section',
    pattern: /\b(?:missing|needs?|add) (?:an? |the )?(?:\S+ )?(?:section|header|copyright|license|changelog|preamble|footnote)\b/i,
    reason: 'About the form of the document.',
  },
];

/** These give a reason, an alternative or a consequence: the sentence engages, whatever courtesy it carries. */
export const reasoningCues: readonly Cue[] = [
  {
    name: 'because',
    pattern:
      /\b(?:because|since (?:it|the|this|that|we|you|they)|so that|therefore|hence|thus|due to|the (?:reason|problem|issue|question) (?:is|here|with)|in order to|otherwise|which means|that means|implies|leads? to|results? in|causes?)\b/i,
    reason: 'Gives a reason or a consequence.',
  },
  {
    name: 'contrast',
    pattern:
      /\b(?:but|however|although|though|except|instead|rather than|on the other hand|whereas|unless|alternatively|alternative|trade-?offs?|concern(?:ed|s)?|worr(?:y|ied)|not (?:sure|convinced|clear|obvious)|unclear|confus(?:ed|ing))\b/i,
    reason: 'Weighs something against the change.',
  },
  {
    name: 'ask-why',
    pattern:
      /\b(?:why|what (?:is|are|about|if|happens|would)|how (?:does|do|is|would|will|about|can)|is (?:this|that|it|there)|are (?:these|there|we)|does (?:this|that|it)|do (?:we|you)|should(?:n't)? (?:this|we|it|the)|would(?:n't)? (?:it|this|that)|could(?:n't)? (?:we|this|you)|can(?:'t)? (?:we|this|you))\b[^?]{3,300}\?/i,
    reason: 'Asks about the content.',
  },
  {
    name: 'proposal',
    pattern:
      /\b(?:i(?:'d| would)? (?:suggest|propose|prefer|recommend|think|believe|wonder|guess)|should (?:be|not|also|have|probably|use)|could (?:be|also|use)|might (?:be )?(?:want|better|worth|make sense)|(?:would|may) be (?:better|nice|good|clearer|useful|helpful|worth)|better to|needs? to|must (?:be|not)|consider)\b/i,
    reason: 'Proposes or judges.',
  },
];

/** The reasoning that proposes or judges. */
export const proposalCues: readonly Cue[] = reasoningCues.filter((cue) => cue.name === 'proposal');
