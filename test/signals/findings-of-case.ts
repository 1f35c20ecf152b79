/** What a signal finds in one of its JSON cases. */
import type { Finding } from '../../src/domain/evidence.ts';
import { classify, classifyPatterns, type ClassifySettings } from '../../src/signals/classify.ts';
import type { Signal } from '../../src/signals/define-signal.ts';
import { idOf } from '../fixtures/dossier.ts';
import { dossierOf, organisationOf, participationsOf, type SignalCase } from '../fixtures/signal-case.ts';

function settingsOf(signal: Signal, { settings }: SignalCase): ClassifySettings {
  const { rfc = { paths: [], labels: [] }, teams = {}, ignore = [], signal: own = {} } = settings;
  const parsed = signal.settings.parse(own);
  return { rfc, teams, ignore, signals: { [signal.id]: { ...parsed, enabled: parsed['enabled'] !== false } } };
}

/** The findings, as `classify` and `classifyPatterns` order them. */
export function findingsOfCase(signal: Signal, one: SignalCase): readonly Finding[] {
  const settings = settingsOf(signal, one);
  const organisation = organisationOf(one.organisation);
  if (signal.looksAt === 'subject') return classify({ dossier: dossierOf(one.dossier ?? {}), organisation, settings }, [signal]).findings;
  if (organisation === null) throw new Error('a case of a pattern signal needs an organisation');
  const span = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  const person = { id: idOf(one.person), login: one.person };
  const participations = participationsOf(one.participations ?? []);
  return classifyPatterns({ person, participations, organisation, settings, titles: new Map(), span }, [signal]);
}
