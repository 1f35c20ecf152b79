/** Phrases by which the author, or those who decide, answer a challenge: agreeing, doing, declining, putting off, giving up. */
import type { Cue } from './cue.ts';

export const sayingYesCues: readonly Cue[] = [
  {
    name: 'agree',
    pattern: /\b(?:i )?(?:fully |totally |completely |also |tend to |definitely )?agree(?:d)?\b/i,
    reason: 'Says that they agree.',
    fallsWhenNegated: true,
    fallsWhenAsked: true,
  },
  {
    name: 'good-point',
    pattern:
      /\b(?:good|great|excellent|fair|valid|interesting|nice) (?:point|idea|suggestion|catch|call|observation|argument|find|thought|thinking|feedback|solution)s?\b|\bfair enough\b|\bpoint taken\b|\bgood eye\b/i,
    reason: 'Credits the remark.',
    fallsWhenNegated: true,
  },
  {
    name: 'right',
    pattern:
      /\b(?:you(?:'re| are)|that(?:'s| is)|he(?:'s| is)|she(?:'s| is)) (?:absolutely |quite |completely |totally |probably |indeed |of course |certainly )?(?:right|correct|true)\b|^\W*(?:right|correct|true|indeed|exactly|absolutely|definitely|of course|yes|yep|yeah|yup|yea)\b/i,
    reason: 'Says that it is so.',
    fallsWhenNegated: true,
    fallsWhenAsked: true,
  },
  {
    name: 'makes-sense',
    pattern:
      /\b(?:makes? (?:\w+ )?sense|sounds? (?:\w+ )?(?:good|great|reasonable|fine|better|right|sensible|like a (?:good|better|great))|works for me|seems? (?:reasonable|sensible|like a (?:good|better))|i(?:'d| would) be (?:ok|okay|fine|happy) with|i(?:'m| am) (?:ok|okay|fine|happy) with|good with me|fine with me|sgtm|lgtm|i like (?:it|this|that|the|your))\b/i,
    reason: 'Takes it as sensible.',
    fallsWhenNegated: true,
    fallsWhenAsked: true,
  },
  {
    name: 'convinced',
    pattern:
      /\b(?:(?:you(?:'ve| have)?|i(?:'m| am| was)|that|am) (?:now |pretty |quite )?(?:convinced?|persuaded?)|i (?:now )?(?:see|understand|realize|realise|get) (?:your|the|what|why|that|it|now|how)|i (?:hadn't|had not|didn't|did not) (?:think|thought|consider(?:ed)?|realiz\w+|realis\w+|know|notice[d]?|aware)|change[d]? my mind|(?:much|way|far|even) (?:better|simpler|cleaner|nicer|easier)|(?:that|this|it)(?:'s| is| would be| seems| looks) (?:\w+ )?(?:better|simpler|cleaner|nicer|easier|preferable)|better (?:idea|approach|solution|way)|learn(?:ed|t) something|didn't occur to me|my mistake|i was wrong|i stand corrected|my bad|overlooked|missed that|touch[eé])\b/i,
    reason: 'Was brought to another view.',
    fallsWhenNegated: true,
  },
];

export const thanksCues: readonly Cue[] = [
  { name: 'thanks', pattern: /\b(?:thanks|thank you|thx|ty|cheers|appreciate)\b/i, reason: 'Thanks for it.' },
];

/** Those that tell more than a yes: the remark changed a mind, or is credited. */
export const convincedCues: readonly Cue[] = sayingYesCues.filter((cue) => cue.name === 'convinced' || cue.name === 'good-point');

/** Saying "I agree" is a verdict on an argument; most other words of agreement are also used for a typo found. */
export const agreeingCues: readonly Cue[] = sayingYesCues.filter((cue) => cue.name === 'agree');

export const doneCues: readonly Cue[] = [
  {
    name: 'done',
    pattern:
      /^\W*(?:done|fixed|changed|updated|addressed|adopted|implemented|removed|added|dropped|moved|reverted|applied|resolved|corrected|rewritten|reworked|simplified|included|took|taken|incorporated|pushed|force-pushed|amended|adjusted|modified|replaced|switched|split)\b/i,
    reason: 'Says that it was done.',
    fallsWhenNegated: true,
  },
  {
    name: 'i-did',
    pattern:
      /\b(?:i(?:'ve| have| just|'ve just| have now| also| now)?|just|we(?:'ve| have)?) (?:\w+ )?(?:done|fixed|changed|updated|addressed|adopted|implemented|removed|added|dropped|moved|reverted|applied|corrected|rewrote|rewritten|reworked|simplified|included|took|taken|incorporated|pushed|force-pushed|amended|adjusted|modified|replaced|switched|split|went|converted|redid|redone|followed|made|tried|reimplemented|refactored|restructured|reorgani[sz]ed|extended|opened|submitted|created)\b/i,
    reason: 'Tells what they did.',
    fallsWhenNegated: true,
  },
  {
    name: 'will-do',
    pattern:
      /\b(?:i(?:'ll| will| am going to|'m going to|'m happy to| can)|let me|will|going to|let's|we(?:'ll| will| should| can)|i think (?:we|i) should) (?:\w+ )?(?:do|fix|change|update|address|adopt|implement|remove|add|drop|move|revert|apply|correct|rewrite|rework|simplify|include|take|incorporate|push|amend|adjust|modify|replace|switch|split|go with|go for|convert|redo|follow|make|try|look into|give it a)\b/i,
    reason: 'Promises to do it.',
    fallsWhenNegated: true,
  },
  {
    name: 'now',
    pattern:
      /\b(?:should be|is|are|it's|now|has been|have been|was) (?:now )?(?:fixed|addressed|done|updated|changed|removed|resolved|gone|better|implemented|dropped|moved|reworked|rewritten|in place)\b|\b(?:latest|new|last|current|next) (?:push|commit|version|revision|iteration|update)\b|\bas (?:you )?(?:suggested|proposed|requested|discussed|recommended|described|per)\b|\bper (?:your|the|@)\b|\bbased on (?:your|the|feedback|@|review)\b|\baddress(?:ed|es|ing) (?:your|the|all|review|feedback|comments?|@)/i,
    reason: 'Points to what changed.',
    fallsWhenNegated: true,
  },
];

export const turnCues: readonly Cue[] = [
  {
    name: 'turned',
    pattern:
      /\b(?:switch(?:ed|ing)? (?:to|over|from)|rewr(?:ote|itten|iting|ite)|rework(?:ed|ing)?|redesign\w*|re-?architect\w*|re-?implement\w*|refactor\w*|restructur\w*|overhaul\w*|re-?wrote|different approach|new approach|alternative approach|another approach|your approach|your (?:idea|suggestion|proposal|version|branch|commit|patch|design)|went with|going with|go with|gone with|opted (?:for|to)|changed (?:it |this |the )?(?:\w+ )?to|replaced (?:\w+ ){0,4}(?:with|by)|convert(?:ed|ing) (?:\w+ ){0,3}(?:to|into)|moved (?:\w+ ){0,4}(?:to|into|out)|instead|no longer|rather than|from scratch|start(?:ed|ing)? over|simplif(?:y|ied|ies)|generali[sz]ed|unified|merged (?:them|these|both|the two)|adopt(?:ed|ing)?|drop(?:ped|ping)?|remov(?:ed?|ing)|revert(?:ed|ing)?|split(?:ting)?|scope|retitl\w+|renamed the (?:pr|pull))\b/i,
    reason: 'Tells of another way taken.',
    fallsWhenNegated: true,
  },
];

export const givingUpCues: readonly Cue[] = [
  {
    name: 'close',
    pattern:
      /\b(?:clos(?:e|ed|ing)|withdraw(?:n|ing|s)?|abandon(?:ed|ing)?|retract(?:ed|ing)?|give up|giving up|scrap(?:ped|ping)?|supersed(?:ed|es|ing)|in favou?r of|replaced by|(?:opened|open|submitted|created|made|see|continue[ds]? in|moved to) (?:\w+ ){0,3}(?:#\d+|§|pr|pull request)|not worth|no longer needed|never ?mind)\b/i,
    reason: 'Gives the work up or moves it.',
    fallsWhenNegated: true,
  },
];

export const decliningCues: readonly Cue[] = [
  {
    name: 'disagree',
    pattern:
      /\b(?:disagree|(?:don't|do not|doesn't|does not|didn't|can't|won't|wouldn't|cannot) (?:\w+ )?(?:agree|think|see|want|like|believe|understand|need|work|matter|make sense|follow|get)|i(?:'d| would)? (?:\w+ )?prefer|not (?:sure|convinced|really|possible|worth|needed|necessary|a problem|an issue|true|correct|quite|exactly|the case|that)|rather (?:not|keep|leave)|on purpose|intentional(?:ly)?|by design|deliberate(?:ly)?|leave (?:it|this|that|as)|leaving (?:it|this|as)|keep (?:it|this|the|as)|(?:as|like) (?:it )?is|no[,.]|nope|i think (?:it's|this is|that's|the current) (?:fine|ok|okay|good|better|correct|right))\b/i,
    reason: 'Declines or defends.',
  },
  { name: 'but', pattern: /(?:^|[,.;]\s*)(?:but|however|though|although|yet|still|that said)\b/i, reason: 'Answers with an objection.' },
];

export const deferringCues: readonly Cue[] = [
  {
    name: 'later',
    pattern:
      /\b(?:follow-?ups?|later|future|(?:in |as )?(?:a |an )?(?:separate|another|different|next) (?:\w+ )?(?:pr|pull request|issue|commit|patch|change|proposal)|out of scope|beyond the scope|for now|at some point|eventually|not (?:in )?this pr|next version|todo|open(?:ed)? an issue|track(?:ed|ing)? (?:in|it|this)|leave (?:it|that|this) (?:for|to))\b/i,
    reason: 'Puts it off.',
  },
];

export const askingCues: readonly Cue[] = [{ name: 'asks', pattern: /\?\s*$/, reason: 'Answers with a question.' }];

/** Whole sentences of giving way: the work is withdrawn for it, or done over in the way that was proposed. */
export const concedingCues: readonly Cue[] = [
  {
    name: 'withdraws',
    pattern:
      /\b(?:(?:i'?ll|i will|i am|i'm|let me|let's|lets|going to|gonna|happy to|will|can|should|so|thus|therefore|then) (?:\w+ ){0,2}(?:close|closing|withdraw\w*|abandon\w*|rescind\w*|retract\w*|scrap\w*|drop(?:ping)? (?:this|the|it|my))|^\W*(?:ok(?:ay)?|great|alright|thanks|right|yes|agreed|fair enough)?[\s,.!]*(?:closing|withdrawing|abandoning|withdrawn|retracting|dropping) (?:this|it|the|my|for|as|in|pr)?|(?:this|the) (?:pr|pull request|patch|proposal|change|mr)\b[^.!?]{0,30}\b(?:can|could|should|may) be (?:closed|dropped|abandoned|withdrawn)|i (?:closed|withdrew|abandoned|rescind\w*)|closing (?:this )?(?:in favou?r|for|since|because|given|as per|per)|in favou?r of (?:your|the|that|this|@|#|§))/i,
    reason: 'Withdraws the work.',
    fallsWhenNegated: true,
  },
  {
    name: 'does-over',
    pattern:
      /\b(?:(?:completely|entirely|totally|fully|just|have|i|i've|we|now|and|so|it) (?:re-?wrote|re-?written|re-?worked|re-?designed|re-?implemented|re-?done|re-?did|re-?factored|re-?structured|switched|converted|replaced|changed (?:the|my) (?:approach|design|api|strategy))|(?:re-?write|re-?work|re-?design|re-?implement|re-?do|re-?factor|switch|convert) (?:it|this|the|to|everything)|(?:went|go|going|gone) (?:\w+ )?with (?:your|that|this|the|a|option|@|it)|(?:new|different|another|alternative|other) (?:approach|version|design|implementation|attempt|pr|pull request)|start(?:ed|ing)? (?:over|from scratch))\b/i,
    reason: 'Does the work over.',
    fallsWhenNegated: true,
  },
  {
    name: 'takes-theirs',
    pattern:
      /(?<!\b(?:thanks|thank you|thx|grateful|appreciate) (?:\w+ )?(?:for )?(?:all )?)\byour (?:\w+ )?(?:suggestion|approach|idea|proposal|proposed|solution|version|branch|patch|design|advice|recommendation|way|comment|feedback|point|alternative|argument|snippet)s?\b|@[\w-]+'s (?:\w+ )?(?:suggestion|approach|idea|proposal|solution|version|branch|patch|design|advice|comment|feedback|point|alternative|observation)s?\b|\b(?:as|like|what) (?:you|@[\w-]+)(?:'ve| have)? (?:suggest\w*|propos\w*|recommend\w*|describ\w*|said|mention\w*|point\w* out|ask\w*)|\b(?:suggested|proposed|recommended) by (?:you|@)/i,
    reason: 'Takes the way that was proposed.',
    fallsWhenNegated: true,
  },
];

/** Reasons for closing that are no argument on the merits: age, duplicates, the handling of branches, the author's own plans. */
export const otherReasonCues: readonly Cue[] = [
  {
    name: 'age',
    pattern:
      /\b(?:stale|inactiv\w+|no (?:longer )?(?:time|bandwidth|interest|plans?)|(?:don't|do not|won't|not) (?:\w+ )?(?:have (?:the )?time|(?:plan|intend) to|work(?:ing)? on)|lost interest|up for grabs|for now|for the moment|at the moment|until|low priority|out of date|outdated|pick (?:this|it) up)\b/i,
    reason: 'Closes for want of time.',
  },
  {
    name: 'duplicate',
    pattern:
      /\b(?:duplicates?|dup(?:e)?) (?:of|pr|pull)\b|\b(?:already|was|been|is|got) (?:\w+ )?(?:fixed|merged|done|resolved|addressed|implemented|included|covered) (?:by|in|with|as part)\b/i,
    reason: 'Closes because it is done elsewhere.',
  },
  {
    name: 'handling',
    pattern:
      /\b(?:accident\w*|by mistake|mistakenly|automatically|wrong (?:branch|repo\w*|button)|re-?open\w*|re-?submit\w*|identical|same (?:changes?|commits?)|messed up|clean(?:er)? (?:branch|history|pr|slate)|restart\w*|start(?:ing)? fresh|(?:didn't|did not) mean to|squash\w*|rebas\w*|force[- ]push\w*|new branch|the new one)\b/i,
    reason: 'Closes for the sake of the branch.',
  },
  {
    name: 'own-plan',
    pattern: /\bmore (?:ambitious|comprehensive|complete)\b|\bmy (?:own )?(?:other|new|larger|bigger) (?:pr|pull request|branch|patch)\b/i,
    reason: 'Closes for a plan of their own.',
  },
];
