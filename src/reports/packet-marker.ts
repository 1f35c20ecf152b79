/** The marker of a packet, by which the App's comments that hold one are told from its others. */
import type { Period } from '../domain/period.ts';
import type { PersonRef } from '../domain/person.ts';

const opening = '<!-- staff-signals:packet ';

/** The marker's line, without a line break. */
export function packetMarker({ person, period }: { readonly person: PersonRef; readonly period: Period }): string {
  return `${opening}{"person":${person.id},"from":"${period.from}","to":"${period.to}"} -->`;
}

/** The first words of a page that goes on with a packet. */
export const packetContinues = 'The packet continues.';

/** Whether a comment of the App's is a page of a packet, the first or a further one. */
export function isPacketPage(comment: string): boolean {
  return isPacket(comment) || comment.startsWith(`_${packetContinues}_`);
}

/** Whether a comment of the App's begins a packet. */
export function isPacket(comment: string): boolean {
  return comment.split('\n', 5).some((line) => line.startsWith(opening));
}
