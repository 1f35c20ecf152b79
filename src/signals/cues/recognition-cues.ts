/** Phrases by which somebody credits a person. In a pattern `¶` stands for the person, named or addressed; `¶'s` for what is theirs. */
import type { Cue } from './cue.ts';

/**
 * What a phrase is worth. Plain: it tells what the person gave (an idea, a design, a fix, an insight). Acted: plain when the remark also
 * tells what was done about it or says enough of it. Faint: worth asking about. Cited: faint where both take part in one thread.
 * Backed: faint when the remark also tells what was done, or says more.
 */
export type CreditWorth = 'plain' | 'acted' | 'faint' | 'backed' | 'cited' | 'none';

/** `named`: the worth when the sentence names the person. `inReply`: when it is the author's reply to the person. */
export type CreditCue = Cue & {
  readonly named: CreditWorth;
  readonly inReply: CreditWorth;
  /** What the credit is for, in words for a reason: "a proposal". */
  readonly what: string;
  /** Credits both at once, so that the one who says it is not credited in return. */
  readonly isMutual?: boolean;
};

const adverbs =
  '(?:,? ?(?:has|have|had|also|just|already|correctly|rightly|helpfully|kindly|originally|recently|previously|earlier|later|first|once|here|above|elsewhere|below|offline|originally|again|actually|really|initially|repeatedly|quickly|nicely)){0,3}';
/** What somebody thought of. */
const thoughts =
  '(?:ideas?|suggestions?|proposals?|approach|insights?|observations?|findings?|analysis|arguments?|points?|trick|optimi[sz]ations?|framing|formulation|solution|recommendations?|advice|explanation|wording|reasoning|assessment)';
/** What somebody thought of or made. */
const gifts =
  '(?:ideas?|suggestions?|suggested (?:approach|change|fix|wording|patch|solution|implementation|text|optimi[sz]ations?|simplification)|proposals?|proposed (?:approach|change|fix|wording|patch|solution|text)|approach|insights?|observations?|findings?|analysis|arguments?|points?|patch(?:es)?|commits?|branch|trick|optimi[sz]ations?|design|framing|formulation|solution|fix(?:es)?|work|pr|prs|pull request|implementation|proof|derivation|method|algorithm|technique|hints?|tip|recommendations?|advice|explanation|wording|version|prototype|draft|code|script|plugin|scheme|construction|assessment|reasoning)';

/** What is theirs, up to the noun. */
const theirs = "¶(?:'s?)? (?:(?!(?:of|to|for|on|in|at|that|and|is|by)\\b)[\\w-]+ ){0,3}";

export const creditCues: readonly CreditCue[] = [
  {
    name: 'proposed-by',
    pattern:
      /\b(?:suggested|proposed|recommended|devised|invented|conceived|introduced|contributed|designed|prototyped|inspired|provided)(?: (?!not\b|never\b)[\w./§#-]+){0,5} by:? (?:(?!should|must|be |is |are )[\w./-]+ ){0,2}¶(?!'s)|^\W*(?:root cause|idea|analysis|diagnosis|concept|design)(?: by)?:? ¶\W*$/i,
    reason: 'Names whose proposal it was.',
    named: 'plain',
    inReply: 'none',
    what: 'your proposal',
    fallsWhenNegated: true,
  },
  {
    name: 'found-by',
    pattern:
      /\b(?:pointed out|discovered|found|noticed|spotted|reported|identified|observed|caught|brought up|spelled out|diagnosed|figured out|flagged)(?: [\w./-]+){0,4} by:? (?:[\w./-]+ ){0,2}¶/i,
    reason: 'Names who found it.',
    named: 'plain',
    inReply: 'none',
    what: 'what you found',
    fallsWhenNegated: true,
  },
  {
    name: 'proposed',
    pattern: new RegExp(
      `(?<!\\bchanges )¶${adverbs},? (?:suggest(?:ed|s)|propos(?:ed|es)|recommend(?:ed|s)|advised|advocated|devised|invented|came up with|contributed|introduced|prototyped|hinted|(?:had|has) (?:the|an|a) (?:\\w+ )?(?:idea|insight))\\b`,
      'i',
    ),
    reason: 'Tells what they proposed.',
    named: 'plain',
    inReply: 'none',
    what: 'your proposal',
  },
  {
    name: 'pointed-out',
    pattern: new RegExp(
      `¶${adverbs},? (?:pointed|points?(?= out)|notic(?:ed|es)|spotted|discovered|found|figured out|identified|diagnosed|uncovered|realized|realised|observed|explained|showed|demonstrated|proved|spelled|caught|reported|flagged|clarified|brought up|made me (?:realize|realise|aware|think))\\b|¶ [^.;,¶※]{0,40} and (?:found|noticed|discovered|spotted|pointed out|figured out|identified|suggested)\\b`,
      'i',
    ),
    reason: 'Tells what they found or explained.',
    named: 'plain',
    inReply: 'none',
    what: 'what you found or explained',
  },
  {
    name: 'persuaded',
    pattern: new RegExp(
      `¶(?: guys| all| both)?${adverbs} (?:convinced|persuaded|changed my mind|talked me (?:into|out of)|won me over|gave me (?:the|an|this) (?:\\w+ )?(?:idea|hint))\\b|\\b(?:convinced|persuaded) by (?:\\w+ ){0,2}¶|¶(?:'s?)? (?:[\\w-]+ ){0,3}(?:is |are |was |were |very |quite |pretty ){0,2}(?:convincing|persuasive|compelling)`,
      'i',
    ),
    reason: 'Says that they changed a mind.',
    named: 'plain',
    inReply: 'faint',
    what: 'an argument that convinced',
    fallsWhenNegated: true,
  },
  {
    name: 'credit-to',
    pattern:
      /\b(?:credits?|kudos|props|hat[- ]tip|h\/t|ht|shout-?outs?|acknowledg\w+|co-credited|hats off)(?: (?:goes|go|belongs?|is due))?(?: (?:to|for|due to))?:? (?:[\w./-]+ ){0,3}¶|¶ (?:\w+ ){0,2}(?:deserves?|gets?|earned|earns) (?:\w+ ){0,3}credit\b|\bcould ?n[o']t have (?:\w+ ){1,5}without (?:the help of )?¶/i,
    reason: 'Gives credit in the word.',
    named: 'plain',
    inReply: 'faint',
    what: 'your part',
    fallsWhenNegated: true,
  },
  {
    name: 'inspired',
    pattern:
      /\b(?:inspired|motivated|prompted|sparked|influenced) (?:in part |partly |largely |heavily )?(?:by|from) (?:[^.;]{0,60} )?¶|¶[^.;]{0,40} (?:for the inspiration|inspired (?:me|this|us))/i,
    reason: 'Names who inspired it.',
    named: 'plain',
    inReply: 'faint',
    what: 'the inspiration',
    fallsWhenNegated: true,
  },
  {
    name: 'thanks-for-gift',
    pattern:
      /\b(?:thanks|thank you|thx|grateful|appreciate)\b[^.;]{0,40}¶[^.;]{0,40}\b(?:for|to) (?:the |your |a |this |that |such |very |really |great |good |nice |helpful |useful |providing |giving |sharing |me |\w+ing ){0,4}(?:pointing|suggest\w*|finding|catching|spotting|noticing|discovering|figuring|helping|help|explaining|proposing|ideas?|suggestions?|tips?|inspiration|insights?|hints?|analysis|patch|inventing|digging|pointers?|observations?|identifying|uncovering|clarif\w+|the link|context|teaching|convincing|fix)\b/i,
    reason: 'Thanks them for something told.',
    named: 'backed',
    inReply: 'none',
    what: 'your help or insight',
  },
  {
    name: 'thanks-to-finder',
    pattern:
      /\bthanks to ¶(?: again)? (?:for|who) (?:\w+ )?(?:finding|found|discover\w+|figur\w+ out|report(?:ing|ed)|spott\w+|notic\w+|not(?:ed|ing)|diagnos\w+|identif\w+|debugg\w+|catching|caught|propos\w+|suggest\w+|coming up|came up|point(?:ed|ing) (?:it |this |that )?out|the (?:\w+ )?(?:idea|insight|analysis|diagnosis|report|trick|design))\b/i,
    reason: 'Thanks them, in telling of the work, for what they found or thought of.',
    named: 'plain',
    inReply: 'none',
    what: 'what you found or thought of',
  },
  {
    name: 'led-to',
    pattern:
      /¶'s? (?:[\w-]+ ){0,3}(?:investigation|research|debugging|reports?|benchmarks?|measurements?|experiments?|analysis|comments?|questions?|remarks?|reviews?|findings?|bisect\w*|trace|reproducer|profil\w+) (?:\w+ ){0,2}(?:led (?:me |us )?to|showed|shows|revealed|reveals|uncovered|found|proved|confirmed that|made it (?:clear|obvious))\b/i,
    reason: 'Tells what their work led to.',
    named: 'plain',
    inReply: 'none',
    what: 'what your work showed',
    fallsWhenNegated: true,
  },
  {
    name: 'thanks-after',
    pattern:
      /^[([]\W?(?:many )?(?:thanks|thank you|thx|kudos|h\/t|credit)(?: (?:to|go to|again))?,? (?:[\w./-]+ )?¶(?! for)|(?<=[^\s(] )[([][^()[\]]{0,60}\b(?:thanks|thank you|thx|kudos|h\/t|credit)(?: (?:to|go to|again))?,? (?:[\w./-]+ )?¶|¶,? ?\((?:many )?(?:thanks|thank you|thx)/i,
    reason: 'Thanks them beside what was done.',
    named: 'plain',
    inReply: 'none',
    what: 'your part',
  },
  {
    name: 'thanks-to',
    pattern:
      /\b(?:thanks to|with (?:the )?help (?:of|from)|help(?:ed)? (?:from|by)) (?:[\w./-]+ ){0,2}¶|¶(?:'s?)? (?:[\w-]+ ){0,5}(?:also )?helped\b/i,
    reason: 'Names who made it possible.',
    named: 'faint',
    inReply: 'none',
    what: 'your help',
  },
  {
    name: 'builds-on',
    pattern: new RegExp(
      `\\b(?:based (?:up)?on|buil(?:ds?|t|ding) (?:up)?on|follow(?:s|ed|ing|l?owed)?(?: up on)?|as per|per|adopt(?:s|ed|ing)?|implement(?:s|ed|ing)?|us(?:es|ed|ing)|tak(?:es|en|ing)|took|appl(?:y|ied|ies|ying)|incorporat(?:e|es|ed|ing)|cherry-?pick(?:s|ed|ing)?|borrow(?:s|ed|ing)?|includ(?:es|ed|ing)|add(?:s|ed|ing)?|pick(?:s|ed|ing)? up|integrat(?:e|es|ed|ing)|went with|going with|go with|like|love|prefer|switched to|extend(?:s|ed|ing)?|updat(?:ed|es|ing)|rewr(?:ote|itten|iting)|rework(?:ed|ing)?|redid|redone|due to|came about|according to|in line with|thanks to)\\b[^.;]{0,60}?(?:${theirs}${gifts}\\b|(?:${gifts}|files?|tests?|changes?|tweaks?|numbers|figures)(?: (?!was|were|is|are|been)[\\w-]+){0,2} (?:from|by|of) ¶)`,
      'i',
    ),
    reason: 'Work that stands on theirs.',
    named: 'plain',
    inReply: 'faint',
    what: 'an idea or work that this builds on',
    fallsWhenNegated: true,
  },
  {
    name: 'takes-from',
    pattern: new RegExp(
      `\\b${gifts}(?: [\\w-]+){0,3} (?:from|of|by|due to) ¶|\\b(?:this|the|a|an|nice|great|good) (?:[\\w-]+ )?(?:gist|link|post|article|example|benchmarks?|measurements?|report|paper|tool|diagram|answer|stack ?overflow|experiment) (?:from|by|of) ¶|\\b(?:tweak|file|taken|took (?:it|this|that)|cherry-?picked|borrowed|stole|stolen|lifted|copied|adapted|adopted|ported|came)(?: [\\w./-]+){0,3} from ¶`,
      'i',
    ),
    reason: 'Names where it comes from.',
    named: 'faint',
    inReply: 'none',
    what: 'an idea or work that this takes up',
  },
  {
    name: 'their-gift',
    pattern: new RegExp(`¶'s? (?:[\\w-]+ ){0,2}(?:(?:suggest|propos|recommend)ed [\\w-]+|${thoughts})\\b`, 'i'),
    reason: 'Speaks of their idea or work.',
    named: 'faint',
    inReply: 'none',
    what: 'your idea',
  },
  {
    name: 'answers-words',
    pattern:
      /\b(?:address(?:es|ed|ing)?|respond(?:s|ed|ing)? to|in response to|based on|incorporat(?:es|ed|ing)?|follow(?:s|ed|ing)?(?: up on)?|per|prompted by) (?:[\w-]+ ){0,3}¶'?s? (?:[\w-]+ ){0,2}(?:comments?|feedback|remarks?|review|concerns?|request|objections?)\b|¶'?s? (?:[\w-]+ ){0,2}(?:comments?|feedback|concerns?|request) (?:\w+ ){0,3}(?:addressed|incorporated|resolved)\b/i,
    reason: 'Acts on their remark.',
    named: 'cited',
    inReply: 'none',
    what: 'a remark that was acted on',
  },
  {
    name: 'moved-by',
    pattern:
      /¶'?s? (?:[\w-]+ ){0,8}(?:caught my (?:attention|eye)|opened my eyes|got me thinking|made me (?:think|realize|realise|reconsider|aware)|changed my (?:mind|view))\b/i,
    reason: 'Says what their words set off.',
    named: 'plain',
    inReply: 'faint',
    what: 'a remark that made them think again',
  },
  {
    name: 'agrees-with',
    pattern:
      /\bagree(?:d|s)? with (?:[^.;¶]{0,30} )?¶|\b(?:with|like|share) ¶'s? (?:view|opinion|assessment|framing|reasoning)|\bto ¶'s point|\b(?:what|like) ¶ (?:\w+ )?(?:said|says|wrote|suggests?|suggested|proposes?|proposed)\b|¶(?:'s| is| was| are| were|'re)(?: \w+){0,2} (?:right|correct)\b|\b(?:side|stand) with ¶/i,
    reason: 'Takes their side.',
    named: 'faint',
    inReply: 'none',
    what: 'a view of yours',
    fallsWhenNegated: true,
  },
  {
    name: 'good-point',
    pattern:
      /¶[^.;]{0,60}\b(?:(?:good|great|excellent|nice|valid|fair|clever|neat|brilliant|smart|clean|elegant) (?:\w+ ){0,1}(?:point|idea|suggestion|catch|call|observation|find|spot|insight|trick|solution)s?|well (?:spotted|caught|observed))\b|\bwell (?:spotted|caught|observed)\b[^.;]{0,20}¶|\b(?:good|great|excellent|nice|valid|fair|clever|neat|brilliant|smart) (?:point|idea|suggestion|catch|call|observation|find|insight|trick|solution|spot)s?\b[^.;]{0,30}¶|¶'s? (?:[\w-]+ ){1,3}(?:is|are|looks?|was) (?:\w+ )?(?:great|nice|clever|elegant|brilliant|excellent|better|neat)\b/i,
    reason: 'Praises what they said.',
    named: 'acted',
    inReply: 'none',
    what: 'a good idea or catch',
    fallsWhenNegated: true,
  },
  {
    name: 'praise-in-reply',
    pattern:
      /^¶: \W*(?:(?:ah|oh|oops|hm+|yeah|yes|yep|ok(?:ay)?|that(?:'s| is)|this is|it(?:'s| is)|indeed|thanks|fixed|done|very|really|an?|agreed|right|true|wow|sure|¤|§|in|now),?[\s!.,]{1,3}){0,6}(?:good|great|excellent|nice|valid|clever|neat|brilliant|smart|clean|elegant|awesome) (?:point|idea|suggestion|catch|call|observation|find|spot|insight|trick|solution)\b|^¶: \W*(?:\w+,? ){0,2}well (?:spotted|caught|observed)\b|^¶: (?:[\w ]{0,20}! )?(?:this|that|it)(?:'s| is) (?:really |very |so )?(?:awesome|brilliant|excellent|super helpful|very helpful|much better|way better)\b/i,
    reason: 'Praises what they said, in answer to it.',
    named: 'none',
    inReply: 'acted',
    what: 'a good idea or catch',
  },
  {
    name: 'concedes',
    pattern:
      /^¶: \W*(?:\w+,? ){0,3}(?:i (?:really )?like (?:that|this|¶'s|the) (?:\w+ )?(?:suggestion|idea|approach|way|version|proposal)|¶(?: are|'re| were) (?:\w+ )?(?:right|correct)|looks (?:\w+ )?better this way|(?:that|this|it) makes (?:more|a lot of|total|perfect) sense)\b/i,
    reason: 'Takes their side, in answer to it.',
    named: 'none',
    inReply: 'backed',
    what: 'a remark that was taken up',
  },
  {
    name: 'taught',
    pattern:
      /^\W*(?:(?:many )?(?:thanks|thank you|ah|oh|yes|right|good point|indeed)[\s,!.]{1,3})?¶[^.;]{0,60}\b(?:(?:was |were )?(?:missing|missed|overlooked) that|(?:was |were )(?:not|n't) aware|had ?n[o']t (?:\w+ )?(?:considered|thought|realized|realised|noticed)|did ?(?:n't|not) (?:know|think of|realize|realise|consider|occur)|i(?:'ve)? (?:\w+ )?learn(?:ed|t) (?!how\b)|stand corrected|was wrong)\b/i,
    reason: 'Says that they learned it from them.',
    named: 'plain',
    inReply: 'faint',
    what: 'something not seen before',
  },
  {
    name: 'thanks-for-finding',
    pattern:
      /^\W*¶[^.;]{0,80}\b(?:thanks|thank you|thx|appreciate)\b[^.;]{0,20} for (?:\w+ )?(?:pointing|suggest\w*|finding|catching|spotting|noticing|discovering|figuring|helping|explaining|proposing|ideas?|insights?|(?:th[aie]\w* )?(?:idea|suggestion|tip|hint|insight|pointer|transposition|simplification|additional|fix|patch|tests?|test cases?|vectors?|numbers|measurements))\b/i,
    reason: 'Thanks them for something told.',
    named: 'backed',
    inReply: 'faint',
    what: 'what you pointed out',
  },
  {
    name: 'said',
    pattern: new RegExp(
      `\\b(?:as|like|since|because|after) ¶${adverbs},? (?:says?|said|mention(?:ed|s)|not(?:ed|es)|wrote|writes|argue[ds]|put it|stat(?:ed|es)|describe[ds]|raise[ds]|asked|requested|remarked)\\b|¶${adverbs} (?:argue[ds]|raise[ds]|requested|recommended|suggested|not(?:ed|es)|asked for)\\b|\\b(?:that|which|what|issues?|problems?|concerns?|bugs?) ¶${adverbs} (?:mentioned|described|raised|identified|reported|noted|encountered)\\b|\\b(?:mentioned|raised|requested|described|noted|argued) (?:\\w+ ){0,2}by ¶|\\b(?:comment|note|remark|nit) (?:by|from) ¶|^\\W*following ¶,`,
      'i',
    ),
    reason: 'Cites them.',
    named: 'cited',
    inReply: 'none',
    what: 'what you said',
  },
  {
    name: 'thanks-acted',
    pattern:
      /^\W*¶\W{1,3}(?:thanks|thank ¶|thx|good)\b[^.;]{0,20}[,;!-] (?:i|we)(?:'ve| have|'ll| will)? (?:\w+ )?(?:opened|fixed|filed|added|pushed|changed|updated|adopted|applied|open|fix|file|add|push|change|update|adopt|apply)\b/i,
    reason: 'Thanks them and acts on it.',
    named: 'faint',
    inReply: 'none',
    what: 'a remark that was acted on',
  },
  {
    name: 'continues',
    pattern:
      /\b(?:picks? up|picked up|reviv(?:es?|ed|ing)|continu(?:es?|ed|ation of|ing)|carr(?:y|ies|ied) on|resurrect(?:s|ed)?|tak(?:es|ing) over|rebased version of|successor (?:of|to)|follow-?up (?:to|of|on)) (?:[^.;]{0,40} (?:by|from|of) ¶|¶'s? (?:[\w-]+ ){0,3}(?:work|pr|pull request|patch|branch|effort|attempt|idea|proposal|draft|§|#\d+))/i,
    reason: 'Goes on with their work.',
    named: 'plain',
    inReply: 'none',
    what: 'work that this goes on with',
  },
  {
    name: 'together',
    pattern:
      /\b(?:courtesy of|together with|co-?(?:developed|designed|written|authored) with|jointly with|paired with|pair(?:ed|ing)?[- ]programm\w+ with|worked out (?:\w+ )?with|in collaboration with|via) ¶|\bwith ¶'s? (?:\w+ )?help\b|¶(?: has| had|,)? (?:helped|worked out|did (?:most|all|the)|solved|cracked|nailed|came to the rescue)\b|\b(?:originally|first|initially) (?:\w+ )?(?:by|from) ¶|¶ (?:wrote|built|made|did|implemented|designed) (?:the|an?|most of the) (?:original|first|initial|earlier|earliest)\b|\b(?:version|rewrite|simplification) of [\w ]{1,30},? by ¶|(?<=\W)\(¶\)\W*$|^\W{0,4}\(¶\)(?= \w)/i,
    reason: 'Names their part in it.',
    named: 'faint',
    inReply: 'none',
    what: 'your part',
  },
  {
    name: 'discussed',
    pattern:
      /\b(?:after|from|following|in|through) (?:\w+ ){0,3}(?:discussions?|conversations?|chat(?:ting|s)?|talk(?:s|ing)?|pairing|brainstorm\w*|discussing(?: \w+){0,3}) (?:\w+ )?(?:with|to) ¶|\b(?:i|we) (?:\w+ )?(?:discussed|talked|chatted|brainstormed)(?: \w+){0,4} (?:with|to) ¶\W{1,2}(?:and|so|then)\b|\bper (?:a |the |our |my )?(?:\w+ )?(?:discussion|conversation|chat|talk) with ¶/i,
    reason: 'Names with whom it was thought out.',
    named: 'plain',
    inReply: 'none',
    what: 'thinking it out together',
    isMutual: true,
  },
];

/** Thanks for having spoken at all: courtesy, not credit. */
export const courtesyCreditCues: readonly Cue[] = [
  {
    name: 'thanks-for-speaking',
    pattern:
      /\b(?:thanks|thank ¶|thank you|thx|appreciate)(?=\W)[^.;]{0,30} (?:for )?(?:¶'s?|the|these|all|this|those|¶) (?:[\w-]+ ){0,2}(?:review|feedback|comments?|proposal|(?:suggestions?|ideas?)(?=\W*$|,? (?:will|i'll|i will|let me))|input|work|contribution|pr|pull request|questions?|response|reply|time|interest|help)\b/i,
    reason: 'Thanks for the review or the contribution.',
  },
];

/** The credit is taken back, or was tried and failed. */
export const adverseCues: readonly Cue[] = [
  {
    name: 'failed',
    pattern:
      /\b(?:(?:did|does|do|would|could|will) ?(?:n't|not)(?: \w+){0,2} (?:work|help|solve|fix|apply|address|make sense|compile|hold)|didn't|doesn't solve|failed|hacky|unfortunately|not (?:convinced|a fan)|not sure (?:about (?:this|that|it|¶)|(?:if|that|whether) (?:this|that|it|¶))|disagree|(?:¶|suggestion|idea|proposal|claim|approach|analysis|patch|fix|that|this|it)(?:'s| is| was| seems| looks) (?:\w+ )?(?:wrong|incorrect)|wrong about|incorrectly|unlike|contrary to|despite|misread|misunderst\w+|(?:don't|do not|not|didn't) (?:\w+ ){0,3}(?:understand|see|agree|like))\b/i,
    reason: 'Says that it failed, or objects.',
  },
  {
    name: 'hypothetical',
    pattern:
      /\bfeel free to\b|\b(?:if|unless|whether|maybe|perhaps|hopefully|in case|until|once|would|could|should|let|does|did|has) (?:only |also )?¶|\b(?:i'd|we'd|i would|we would) like (?:to (?:hear|know|get|have|see) )?¶|\b(?:wonder|curious) (?:what|whether|if|how)\b/i,
    reason: 'Speaks of what may be.',
  },
  {
    name: 'sends-away',
    pattern:
      /¶ (?:\w+ )?(?:suggested|proposed|recommended|advised|told me)(?: that)? (?:i|we|you|to) (?:\w+ )?(?:ask|ping|talk|contact|open|file|wait|close|ping|reach|tag|cc)\b/i,
    reason: 'Tells why somebody is asked.',
  },
  {
    name: 'blame',
    pattern:
      /\b(?:bugs?|regressions?|problems?|issues?|breakage|mistakes?|vulnerabilit\w+|errors?|typos?|flaws?) (?:(?:that|which|was|were|is|are|has|had|been|this|the) ){0,4}(?:introduced|caused|created|added) by\b|¶ (?:\w+ )?(?:introduced|caused|created) (?:a|an|the|this|that) (?:\w+ )?(?:bug|regression|problem|issue|mistake|vulnerability|error|flaw)\b/i,
    reason: 'Names whose fault it was.',
  },
  {
    name: 'mockery',
    pattern: /(?:^|\s)\/s\b|\bwhat could (?:possibly )?go wrong\b|🙄|\blet's (?:just )?break\b|\bthanks (?:¶ )?for nothing\b/iu,
    reason: 'Means the opposite.',
  },
  { name: 'asks', pattern: /\?\W{0,3}$/, reason: 'Asks rather than credits.' },
];

/** What was given is a matter of letters: no more than faint credit. */
export const minorCues: readonly Cue[] = [
  {
    name: 'minor',
    pattern:
      /\b(?:typos?|spelling|grammar|wording|word|reword\w*|rephras\w*|phrasing|paragraphs?|sentences?|footnotes?|links?|text (?:update|change|fix)|punctuation|commas?|white ?space|indent\w*|formatting|nits?|renam\w+)\b/i,
    reason: 'About letters and layout.',
  },
];

/** Beside the cues for something done in answers. */
export const didItCues: readonly Cue[] = [
  {
    name: 'did-it',
    pattern: /\bdid (?:it|this|that|so)\b/i,
    reason: 'Says that it was done.',
    fallsWhenNegated: true,
    fallsWhenAsked: true,
  },
  {
    name: 'begins-with-deed',
    pattern:
      /^\W*(?:(?:ok|thanks|yes|yep|also|and|now|have|i(?:'ve| have)?|we(?:'ve| have)?)\W{1,3}){0,3}(?!agreed|indeed|need|speed|based|confused|interested|related|supposed|wanted|wondered|assumed|expected|looked|tried|missed|noticed|embed|exceed|proceed|succeed)[a-z-]{3,20}ed\b(?! (?:by|to)\b)/i,
    reason: 'Begins with what they did.',
    fallsWhenNegated: true,
    fallsWhenAsked: true,
  },
];
