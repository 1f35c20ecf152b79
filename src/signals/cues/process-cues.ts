/** Phrases of reviews that are about the process around a change rather than the change: its licence, its number, its place, its queue. */
import type { Cue } from './cue.ts';

/** A sentence with one of these handles the work and says nothing of its content. */
export const processCues: readonly Cue[] = [
  {
    name: 'licence',
    pattern:
      /\b(?:re-?|dual-?)?licen[cs](?:e[sd]?|ing|ed under)\b|\bcopyright(?:ed|s)?\b|\bpublic domain\b|\b(?:A?GPL|LGPL|CC0|CC-BY(?:-SA)?|\d-clause BSD|MPL|OPL)\b|\bcontributor agreement\b|\b(?:DCO|CLA)\b/i,
    reason: 'About the licence.',
  },
  {
    name: 'number',
    pattern:
      /\b(?:assign|allocat|reserv|request|pick|claim)\w* (?:[\w-]+ ){0,2}numbers?\b|\b(?:bip|pep|rfc|kep|adr|eip|jep|proposal|document|draft|issue|pr) numbers?\b|\bnumber assignment\b|\b(?:assign(?:ed|ing)?|switch it to|i got|let's call (?:it|this)) (?:[a-z]+ ){0,2}\d{2,}\b/i,
    reason: 'Numbers the document.',
  },
  {
    name: 'venue',
    pattern:
      /\b(?:mailing[- ]list|off[- ]topic|wrong (?:place|repo(?:sitory)?|forum|venue)|(?:not|isn't|is not) (?:really )?the (?:right )?(?:place|venue|forum)|(?:your|another|its|their|other|separate) (?:own )?repo(?:sitory)?|issue tracker|discuss(?:ion|ed)? (?:this )?(?:elsewhere|on the|in the (?:forum|chat))|stack ?overflow|stackexchange|on (?:discord|slack|irc|reddit|twitter))\b|\bOT\b/i,
    reason: 'About where to discuss or submit.',
  },
  {
    name: 'queue',
    pattern:
      /\b(?:find(?:ing)? reviewers|review(?:er)? time|(?:easier|simple|simpler|difficult|hard|harder) to review|(?:i'm|i am|i'd be|i'd|we're|we'd be|also|i was) (?:also )?(?:happy|glad|going|planning|trying|hoping) to (?:\w+ )?(?:merge|review|help|test|wait)|(?:i|we)(?:'m|'re|'ll| will| am| are|'d) (?:\w+ )?(?:wait(?:ing)?|on hold)|let's wait|(?:haven't|have not|didn't) (?:had|have|get|got|yet)? ?(?:a |the |any )?(?:chance|time|closer look|looked|reviewed)|will (?:take|have) a (?:closer )?look|in the middle of reviewing|i'll (?:try|look|get to|take a)|i will (?:try|look|get to|take a)|for the next release|milestone)\b/i,
    reason: 'About the queue of reviews.',
  },
  {
    name: 'permission',
    pattern:
      /\b(?:acked|nacked|approved|approval|approve|sign(?:ed)?[- ]off|ack|feedback|review|opinion|consent|permission|green light) (?:\w+ )?(?:from|by|of) (?:\w+ ){0,3}(?:authors?|champions?|owners?|editors?|maintainers?|you|somebody|someone|others)\b|\b(?:wait(?:ing)? for|needs?|get|got|without) (?:an |your |his |her |their |explicit |more |other |positive )*(?:acks?|nacks?|approvals?|reviews?|sign-?off)\b|\b(?:bip|pep|rfc|kep|eip|adr|document|proposal) (?:editors?|authors?|champions?)\b|\bthe (?:editors|author\(s\))(?=\W|$)/i,
    reason: 'About whose word is needed.',
  },
  {
    name: 'branch',
    pattern:
      /\b(?:commit (?:message|hash|title|log|history)s?|(?:single|separate|one|empty|atomic|logical|individual|last few|your|these|all (?:of )?(?:these|the|your)) commits?|commits? separately|force-?push\w*|merge (?:this|it|here)|(?:get|gets|got) (?:this |it )?merged|to draft|out of draft|your e-?mail|co-?credited|attribut(?:ed|ion)|(?:rename|amend|move|update) (?:the )?(?:file(?:name)?|readme|title|pr title|description)|the file ?name|prematurely|did not pass ci|not passing ci|another pr|separate pr|other prs?|(?:opening|open|submit\w*|reviewing|file|similar|existing|duplicate) (?:\w+ ){0,2}(?:prs?|pull requests?|pulls?|proposals?)|pull request description|pr description)\b/i,
    reason: 'About commits, branches and pull requests.',
  },
  {
    name: 'policy',
    pattern:
      /\bwe (?:\w+ ){0,3}(?:no longer|usually|generally|normally|typically|don't usually|do not usually) (?:\w+ ){0,2}(?:accept|merge|take|collect|keep|add|list|batch|directly)\b|\b(?:no longer|not(?: to)?) accept(?:s|ing|ed)?\b|\bshould (?:\w+ )?be (?:submitted|directed|sent|proposed)\b|\bprior attempts\b|\bprospect of\b|\bunnecessary notifications\b|\b(?:get|gets|getting) an? (?:email|notification)\b|\b(?:high )?frequency of them\b/i,
    reason: 'About what is accepted at all.',
  },
  {
    name: 'pointer',
    pattern:
      /\b(?:for (?:reviewers|reference|context|the record)|see also (?:discussion|the discussion|comments?)|(?:above|below|latest|previous|earlier|my|following|one|see|two|few) comments?\b(?! (?:is|are) )|(?:still|please|can you|could you) address|in case i was|have (?:an|any) updates?|planned work|finali[sz]e this|advance (?:it|this)|have you (?:tested|checked|tried|run)|did you (?:test|check|try|run)|i assume you (?:checked|tested|verified)|i(?:'d| would) like to offer|offer(?:ing)? (?:my )?help|i don't have anything to do with)\b/i,
    reason: 'Points elsewhere, or asks how the work stands.',
  },
  {
    name: 'small-talk',
    pattern:
      /\b(?:lol|haha+|hehe|rofl|fun fact|by accident|no worries|good luck|happy (?:new year|holidays|friday)|have fun|out of curiosity|just (?:curious|asking|wondering|saying)|frustrating|insulting)\b/i,
    reason: 'Talk beside the matter.',
  },
];

/** What is said is a matter of style or preference, and of no consequence. */
export const styleCues: readonly Cue[] = [
  {
    name: 'style',
    pattern:
      /\b(?:coding style|code style|style guide|stylistic\w*|convention(?:s|al|ally)?|consistency|cosmetic\w*|aesthetic\w*|readability|more readable|capital letters?|present tense|past tense|explicit casts?|comment(?:s|ed)? (?:here|should|could|to|on|why|explaining|above)|add (?:a|some) comments?|get a comment|docstrings?|wording|re-?word\w*|rephras\w*|phrasing|paragraphs?|sentence|word|reads? better|nicer to read)\b/i,
    reason: 'About style or wording.',
  },
  {
    name: 'minor',
    pattern:
      /\b(?:very |really |quite |super )?(?:minor|tiny|trivial|cosmetic|small (?:thing|things|remark|question|comment|suggestion|nit)|optional(?:ly)?|non-?blocking|no strong (?:opinion|feelings?|preference)|(?:don't|do not) (?:feel strongly|mind|care)|doesn't matter|up to you|either (?:way|approach) (?:is|works)|while (?:here|you're|at it|we're)|if you (?:touch|retouch|push|update|rebase)|if we're touching)\b/i,
    reason: 'Calls itself small.',
  },
];

/** What was done to check the work, told with what was seen. */
export const checkingCues: readonly Cue[] = [
  {
    name: 'checked',
    pattern:
      /\b(?:tested|verified|checked|confirmed|compared|reproduced|benchmarked|measured|re-?derived|re-?ran|ran|compiled|built|fuzz(?:ed|ing)|audited|inspected|introduced \w+ faults|added a test|stepped through|double-?checked|can confirm)\b/i,
    reason: 'Tells how it was checked.',
  },
  {
    name: 'works',
    pattern:
      /\b(?:works|worked|fixes|fixed|resolves|solves|passes|renders?|matches|agrees?|reproduces|imports?) (?:\S+ ){0,5}(?:for me|fine|well|too|here|locally|with|on|under|as expected|correctly)\b|\beasier to read\b/i,
    reason: 'Tells what was seen.',
  },
];

/** A statement on what is so: plain and often short. */
export const factCues: readonly Cue[] = [
  {
    name: 'is-so',
    pattern:
      /\b(?:is|are|was|were|looks?|seems?|that's|it's|isn't|aren't|be) (?:\w+ ){0,2}(?:correct|incorrect|right|wrong|true|untrue|false|intended|intentional|outdated|equivalent|redundant|missing|unused|impossible|unreachable|off by one|swapped|inverted|undefined|necessary|unnecessary|sufficient|insufficient|highly visible|optimi[sz]ed|resolved by|referring to)\b|\bnot (?:true|correct|the case|used)\b/i,
    reason: 'Says what is so.',
  },
  {
    name: 'merit',
    pattern:
      /\b(?:not|neither|no|isn't|hardly|don't see|without)\b[^.;]{0,40}\b(?:improvement|improve|benefit|reason|need|point|value|advantage|change anything|worth)\b|\bstrict(?:ly)? (?:improvement|better)\b|\bcertainly an improvement\b|\bopposite meaning\b|\bsimplif(?:y|ies|ied)\b|\bdoesn't say\b/i,
    reason: 'Judges the merit.',
  },
  {
    name: 'ought',
    pattern: /(?:¤|\b\w+\b) should(?:n't)? (?:\w+ )?(?:be|say|read|have been) (?:¤|\w+)|\b\d[\w.]*, not \d|\bpresumably\b/i,
    reason: 'Says what should stand there.',
  },
];

/** Words of the craft, of any trade of it: what is said is about the work itself. */
export const craftCues: readonly Cue[] = [
  {
    name: 'code',
    pattern:
      /¤|\b[a-zA-Z]\w*_\w+|\b[a-z]+[A-Z]\w*|\w\(\)|\b0x[0-9a-f]+|[<>=!]=|&&|\|\||\b\d+(?:\.\d+)? ?(?:%|x|ms|us|ns|bits?|bytes?|[kmg]i?b)\b|\b\d{2,}\b|\w [+*/^] \w/,
    reason: 'Names code or amounts.',
  },
  {
    name: 'terms',
    pattern:
      /\b(?:functions?|methods?|values?|types?|returns?|arguments?|parameters?|variables?|pointers?|memory|stack|heap|buffers?|arrays?|structs?|class(?:es)?|fields?|bytes?|bits?|integers?|strings?|overflows?|loops?|algorithms?|compil\w+|optimi[sz]\w+|performance|faster|slower|benchmarks?|caches?|cached|constants?|flags?|options?|modes?|apis?|interfaces?|headers?|protocols?|encod\w+|decod\w+|seriali[sz]\w+|formats?|hash\w*|keys?|signatures?|sign(?:ing|s|ed)|verif\w+|valid\w*|invalid|scripts?|inputs?|outputs?|transactions?|nodes?|clients?|servers?|requests?|responses?|errors?|exceptions?|fail\w*|crash\w*|races?|locks?|threads?|async|timeouts?|null|undefined|zero|negative|random\w*|entropy|secur\w+|attack\w*|attackers?|side[- ]channels?|branch(?:es|ing)|assembl\w+|registers?|asserts?|assertions?|invariants?|proofs?|formulas?|semantics?|implement\w+|dependenc\w+|librar\w+|compatib\w*|consensus|versions?|versioning|spec(?:ification)?s?|normative|(?:edge|corner|use)[- ]cases?|test vectors?|coverage|quer(?:y|ies)|tables?|schemas?|index(?:es)?|config\w*|defaults?|upgrades?|migrations?|tokens?|users?|linker|macros?|platforms?|toolchains?|targets?|components?|props?|state|events?|callbacks?|queues?|retr(?:y|ies)|permissions?|endpoints?|routes?|modules?|packages?|containers?|clusters?|pods?|storage|latency|throughput|deploy\w*|rollback|backup)\b/i,
    reason: 'Words of the craft.',
  },
];
