/** Reads one quoted sentence on its own: whether it credits anybody who is named in it, or the one it is said to. */
import { readText, sentencesOf, wordCount } from '../quotation.ts';
import { addressed, creditsIn, isActedOn, meantIn } from './credit.ts';
import type { Worth } from './worth.ts';
import { worthOf } from './worth.ts';

/** Given name and family name, with an initial between. */
const fullNamePattern = /\b\p{Lu}\p{Ll}{1,20} (?:\p{Lu}\. )?\p{Lu}[\p{L}'-]{1,30}/gu;

/** A full name as one word, so that it can be found as a login is. */
function withJoinedNames(text: string): string {
  return text.replaceAll(fullNamePattern, (name) => `@${name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 38)}`);
}

/** The most credit that a text gives to anybody, wherever it stood. Nobody is known, so every `@login` and every full name is taken for a person. */
export function creditInSentence(text: string): Worth {
  const sentences = sentencesOf(withJoinedNames(readText(text).prose));
  const whole = {
    isActedOn: isActedOn(sentences),
    remarkWords: sentences.reduce((sum, one) => sum + wordCount(one), 0),
    isAuthorAnswering: false,
    isInThread: false,
  };
  const worths = sentences.flatMap((sentence) => {
    const named = meantIn(sentence, (word, isMention) => (isMention ? word.toLowerCase() : null));
    const masked = named.length > 0 ? named.map((one) => one.masked) : [addressed(sentence).slice('¶: '.length)];
    return masked.map((one) => worthOf({ manner: 'named', cues: creditsIn(one, 'named'), sentence: one, ...whole }));
  });
  if (worths.includes('plain')) return 'plain';
  return worths.includes('faint') ? 'faint' : 'none';
}
