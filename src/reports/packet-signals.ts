/** Where each signal's evidence stands in a packet, and how much it says there. */
import type { Pillar } from '../domain/evidence.ts';

/** The sections of a packet below its projects, in their order. */
export const packetSections = ['direction', 'improvements', 'mentoring', 'recognition', 'reach', 'glue'] as const;
export type PacketSectionId = (typeof packetSections)[number];

/** `leads`: work that a project can be named after. */
type Place = { readonly signal: string; readonly section: PacketSectionId; readonly leads: boolean };

/** What says most to those who read a packet comes first. */
const places: readonly Place[] = [
  { signal: 'cross-repo-initiative', section: 'improvements', leads: true },
  { signal: 'rfc-adoption', section: 'direction', leads: true },
  { signal: 'shared-standard-adopted', section: 'improvements', leads: true },
  { signal: 'duplicate-effort-found', section: 'improvements', leads: true },
  { signal: 'ambiguity-resolved', section: 'direction', leads: true },
  { signal: 'incident-follow-through', section: 'improvements', leads: true },
  { signal: 'design-review-redirect', section: 'direction', leads: true },
  { signal: 'rfc-authorship', section: 'direction', leads: true },
  { signal: 'strategy-stewardship', section: 'direction', leads: true },
  { signal: 'problem-found', section: 'improvements', leads: true },
  { signal: 'ownership-granted', section: 'improvements', leads: false },
  { signal: 'peer-recognition', section: 'recognition', leads: false },
  { signal: 'mentoring', section: 'mentoring', leads: false },
  { signal: 'delegation', section: 'mentoring', leads: false },
  { signal: 'newcomer-guided', section: 'mentoring', leads: false },
  { signal: 'risk-caught', section: 'improvements', leads: false },
  { signal: 'unblocking', section: 'improvements', leads: false },
  { signal: 'process-raised', section: 'improvements', leads: false },
  { signal: 'sought-out-reviewer', section: 'reach', leads: false },
  { signal: 'cross-repo-review', section: 'reach', leads: false },
  { signal: 'glue-work', section: 'glue', leads: false },
];

const ranks = new Map(places.map(({ signal }, index) => [signal, index]));

/** Signals that are not listed stand by their pillar. */
const sectionOfPillar: Readonly<Record<Pillar, PacketSectionId>> = {
  'technical-direction': 'direction',
  'cross-team-impact': 'improvements',
  'multiplying-others': 'mentoring',
  'operating-with-ambiguity': 'improvements',
};

/** The section that shows an item when no project does. */
export function packetSectionOf({ signal, pillar }: { readonly signal: string; readonly pillar: Pillar }): PacketSectionId {
  return places.find((place) => place.signal === signal)?.section ?? sectionOfPillar[pillar];
}

/** The lower, the more a signal says; those that are not listed come last. */
export function packetRank(signal: string): number {
  return ranks.get(signal) ?? places.length;
}

/** Whether a project can be named after a signal's item. */
export function leadsProjects(signal: string): boolean {
  return places.some((place) => place.signal === signal && place.leads);
}

/** The signals that a packet knows by name. */
export const packetSignals: readonly string[] = places.map(({ signal }) => signal);
