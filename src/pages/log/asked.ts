/** What a list asks for, read from its address and written into it. */
import { isMonth } from '../../domain/month.ts';
import type { Asked } from './view.ts';

/** More UTF-16 code units of a search or a name are not looked at. */
const longestField = 200;
const mostPages = 100_000;

const strengths: readonly string[] = ['confirmed', 'candidate', 'kept', 'dismissed'];

/** Reads an address; what makes no sense is as if it were not there. Never throws. */
export function readAsked(query: URLSearchParams): Asked {
  const field = (name: string): string => (query.get(name) ?? '').trim().slice(0, longestField).toWellFormed();
  const month = (name: string): string => (isMonth(field(name)) ? field(name) : '');
  const page = /^\d{1,6}$/.test(field('page')) ? Number(field('page')) : 1;
  const strength = field('strength');
  return {
    q: field('q'),
    signal: field('signal'),
    repository: field('repository'),
    team: field('team'),
    strength: strengths.includes(strength) ? strength : '',
    from: month('from'),
    to: month('to'),
    page: Math.min(Math.max(page, 1), mostPages),
  };
}

/** Whether nothing but a page is asked for. */
export function asksForAll(asked: Asked): boolean {
  return writeAsked({ ...asked, page: 1 }) === '';
}

/** The address's part after the path, `?` included; empty when nothing particular is asked for. */
export function writeAsked(asked: Asked): string {
  const { page, ...texts } = asked;
  const query = new URLSearchParams(Object.entries(texts).filter(([, text]) => text !== ''));
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '' : `?${query}`;
}
