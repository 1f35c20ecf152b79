/** Phrases by which a reviewer questions the direction of a change, and those of remarks that stay local. */
import type { Cue } from './cue.ts';

export const alternativeCues: readonly Cue[] = [
  { name: 'instead', pattern: /\binstead\b|\brather than\b|\bin place of\b|\bin favou?r of\b/i, reason: 'Sets one way against another.' },
  {
    name: 'alternative',
    pattern:
      /\balternativ(?:e|es|ely)\b|\banother (?:option|approach|way|idea|possibility|solution|design)\b|\b(?:different|other|simpler|better|cleaner|nicer|easier|more \w+) (?:approach|way|solution|design|idea|option|alternative|api|interface|mechanism|strategy|place|abstraction)\b/i,
    reason: 'Names another way.',
  },
  {
    name: 'why-not',
    pattern: /\bwhy (?:not|don't|can't|couldn't|wouldn't|isn't|aren't|shouldn't)\b|\bhow about\b|\bwhat about\b|\bwhat if\b/i,
    reason: 'Asks for another way.',
  },
  {
    name: 'could-we',
    pattern:
      /\b(?:could|can|should|would it make sense|wouldn't it|would it be (?:better|possible|simpler|easier|cleaner))\b[^.!?]{0,20}\b(?:we|you|it|this|that|to|one|just|also)\b[^.!]{0,300}\?/i,
    reason: 'Proposes by asking.',
  },
  {
    name: 'prefer',
    pattern:
      /\bi(?:'d| would)? (?:\w+ )?prefer\b|\bmy preference\b|\bpreferabl[ey]\b|\bi(?:'d| would) (?:much |strongly )?rather\b|\bi(?:'d| would) (?:suggest|propose|recommend|go with|go for|vote|argue)\b|\bi (?:suggest|propose|recommend)\b|\bmy (?:suggestion|proposal|recommendation)\b/i,
    reason: 'States a preference of their own.',
  },
  {
    name: 'better',
    pattern:
      /\b(?:would|might|may|could|it'?s|seems?|is|be|probably|much) (?:\w+ )?(?:better|simpler|cleaner|safer|nicer|easier|more (?:natural|robust|consistent|flexible|general|efficient|elegant|sensible|appropriate|useful|logical)|preferable|best)\b/i,
    reason: 'Judges another way better.',
  },
  {
    name: 'just',
    pattern:
      /\b(?:just|simply|directly) (?:use|make|do|add|have|put|call|keep|let|pass|return|define|say|require|drop|remove|move|allow|disallow|mandate|specify)\b/i,
    reason: 'Proposes something simpler.',
  },
  {
    name: 'should',
    pattern:
      /\b(?:this|that|it|we|you|they|these|there|which|implementations?|users?|clients?|callers?)\b[^.!?]{0,40}\bshould(?:n't| not| only| always| never| also| probably| really| rather)? (?:be|have|use|do|not|go|live|take|return|work|allow|support|require|specify|define|state|contain|happen|default|include|remain|stay|follow)\b/i,
    reason: 'Says what ought to be.',
  },
];

export const flawCues: readonly Cue[] = [
  {
    name: 'does-not-work',
    pattern:
      /\b(?:won't|doesn't|does not|will not|cannot|can't|wouldn't|would not|not going to|never) (?:\w+ )?(?:work|help|solve|fix|scale|hold|suffice|be possible|be able|prevent|guarantee|protect|address|cover|apply|make sense)\b/i,
    reason: 'Says that it fails its aim.',
  },
  {
    name: 'breaks',
    pattern: /\b(?:breaks?|breaking|broken|incompatib\w*|backwards?[- ](?:in)?compatib\w*|interop\w*|regress\w*|compatibility)\b/i,
    reason: 'Names an incompatibility.',
  },
  {
    name: 'danger',
    pattern:
      /\b(?:unsafe|insecure|vulnerab\w*|attack\w*|exploit\w*|dangerous|footgun|foot-gun|leaks?|leaking|race condition|deadlock\w*|undefined behaviou?r|side[- ]channel|malicious|adversar\w*|denial of service|dos vector|privacy|fingerprint\w*|security|unsound|risk\w*|risky)\b/i,
    reason: 'Names a risk.',
  },
  {
    name: 'problem',
    pattern:
      /\b(?:problem(?:atic|s)?|issue|drawback|downside|disadvantage|flaw\w*|concern(?:s|ed)?|worr(?:y|ied|ies)|objection|caveat|trouble|pitfall|limitation|shortcoming)\b/i,
    reason: 'Names a problem.',
  },
  {
    name: 'wrong',
    pattern:
      /\b(?:incorrect|wrong|not (?:true|correct|right|valid|accurate|the case)|invalid|contradict\w*|inconsisten\w*|ambigu\w*|misleading|confusing|violates?|conflicts? with|defeats? the purpose|pointless|meaningless|makes? no sense|doesn't make sense)\b/i,
    reason: 'Says that it is wrong.',
  },
  {
    name: 'cost',
    pattern:
      /\b(?:slower|slow|overhead|expensive|costly|complex(?:ity)?|complicate[sd]?|complicated|overkill|over-?engineer\w*|maintenance burden|burden|bloat\w*|maintainab\w*|too (?:much|many|complex|complicated|strict|restrictive|permissive|large|big|specific|generic|general|early|broad|narrow))\b/i,
    reason: 'Names a cost.',
  },
  {
    name: 'consequence',
    pattern:
      /\b(?:this|that|it|which|then|otherwise)\b[^.!?]{0,30}\b(?:would|will|could|means|might|may|makes|requires|forces|prevents)\b/i,
    reason: 'Draws a consequence.',
  },
];

export const scopeCues: readonly Cue[] = [
  {
    name: 'separate',
    pattern:
      /\b(?:separate|another|different|own|new|follow-?up|standalone|dedicated|split|smaller) (?:\w+ )?(?:pr|prs|pull request|pull requests|commit|commits|patch|issue|proposal|document|file|module|package|repository|repo|rfc|change|section|type|option|function|method|library|crate|class|spec|specification|draft)\b|\bsplit (?:this|it|these|the|out|into|up)\b|\bout of scope\b|\bscope\b/i,
    reason: 'About the cut of the work.',
  },
  {
    name: 'unneeded',
    pattern:
      /\b(?:un(?:necessary|needed|warranted)|not (?:needed|necessary|required|useful|worth(?: it)?|warranted|justified)|no (?:need|reason|point|benefit|advantage|value)|superfluous|redundant|(?:do|does|did|would) (?:we|you|anyone|this|it|it really|we really) (?:really |actually |even )?(?:need|want)|don't (?:really )?(?:need|want|see (?:the|a|any|why|how|much))|why (?:do|would|should|is|are|does) (?:we|you|this|it|anyone)|what(?:'s| is) the (?:point|benefit|motivation|reason|purpose|advantage|use ?case|rationale|goal)|motivation|use[- ]case)\b/i,
    reason: 'Asks whether it is needed.',
  },
  {
    name: 'drop',
    pattern:
      /\b(?:drop|remove|get rid of|leave out|omit|revert|avoid|skip|not (?:include|add|have|do|touch|change|bother)|keep (?:this|it|the))\b/i,
    reason: 'Asks to take out or leave alone.',
  },
  {
    name: 'place',
    pattern:
      /\b(?:belongs?|wrong (?:place|layer|level|module|abstraction|direction|approach)|move (?:this|it|the|that|all|these)|(?:fits?|lives?) (?:better )?(?:in|into|elsewhere)|layer(?:ing)?|abstraction|level of|responsib\w+|merge (?:this|these|it|the two)|combine|unify|consolidate|generali[sz]e\w*|reuse|re-use|factor(?:ed)? out)\b/i,
    reason: 'About where it belongs.',
  },
  {
    name: 'existing',
    pattern:
      /\b(?:already (?:have|has|exists?|does|do|provid\w+|support\w*|use[sd]?|possible|covered|implied|handled|defined|available|there)|there(?:'s| is| are) (?:already|an existing|also)|existing (?:\w+ )?(?:\w+ )?(?:solution|function|mechanism|library|api|method|code|standard|spec|tool|option|feature|header|type|helper|implementation|convention|practice)|standard library|built-?in|upstream|prior art|reinvent\w*|precedent)\b/i,
    reason: 'Points to what exists.',
  },
];

/** A remark on what the work promises to others argues about its direction even where it asks for one word. */
export const promiseCues: readonly Cue[] = [
  {
    name: 'normative',
    pattern:
      /\b(?:MUST|SHOULD|MAY|REQUIRED|SHALL)\b|\b(?:normative|mandat(?:e|es|ed|ory|ing)|requirements?|semantics?|specif(?:y|ies|ied|ication)|define[sd]?|protocol|consensus|format|encod(?:e|ed|ing)|serializ\w+|interface|api|contract|invariant|guarantee[sd]?|by default|default (?:value|behaviou?r|to)|opt-?in|configur\w+)\b/,
    reason: 'About what the work promises.',
  },
];

export const refusalCues: readonly Cue[] = [
  {
    name: 'refusal',
    pattern:
      /(?:^|[\s(*])(?:(?:concept|approach|weak|soft|strong)[ -])?n(?:a|ac)k\b|(?:^|\s)-1(?:\s|$|[.,])|👎|\b(?:strongly |respectfully )?(?:oppose|object to|against (?:this|it|the|doing|adding|having|merging)|disagree|not in favou?r|(?:don't|do not|doesn't|does not) (?:like|love|agree|think (?:this|that|we|it|it's|the|you))|not (?:a fan|keen|convinced|sold|happy|comfortable|a good idea|the right|(?:so |very |too |entirely |really |totally )?sure)|bad idea|sceptical|skeptical|hesitant|reluctant|uncomfortable|doubt|unconvinced|dislike)\b/i,
    reason: 'Refuses or doubts the whole.',
  },
];

/** What a thing is called, said or titled. An argument about that is none about the direction, even where the title changes for it. */
export const wordingCues: readonly Cue[] = [
  {
    name: 'wording',
    pattern: /\b(?:title|nam(?:e|es|ed|ing)|renam\w+|terms?|terminology|describ\w+|call(?:ed|ing)? (?:it|this)|prefix|wording|typo)\b/i,
    reason: 'About what it is called.',
  },
];

export const localCues: readonly Cue[] = [
  {
    name: 'naming',
    pattern:
      /\b(?:re-?nam(?:e|ed|ing)|nam(?:e|ed|ing) (?:it|this|of|is|the)|(?:better|different|function|variable|file) names?|call (?:it|this)|prefix|suffix|typedef|wording|rephras\w*|reword\w*|phrasing|sentence|paragraph|word|words|spelling|typo|grammar|reads? (?:better|weird|odd|strange)|clarif\w+|comments?|docs?|documentation|docstring|footnote|changelog|release notes?|readme)\b/i,
    reason: 'About names, wording or notes.',
  },
  {
    name: 'test',
    pattern: /\b(?:unit )?tests?\b|\btest (?:case|vector|coverage)s?\b|\bcoverage\b|\bci\b|\blint(?:er|ing)?\b|\bwarnings?\b/i,
    reason: 'About tests or the automation.',
  },
  {
    name: 'small-code',
    pattern:
      /\b(?:const|static|cast|inline|macro|null|include|import|semicolon|brace|indent\w*|whitespace|line|lines|variable|argument|parameter order|magic number|loop|unused|missing)\b/i,
    reason: 'About a place in the code.',
  },
];
