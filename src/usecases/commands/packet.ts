/** `/brag packet`: the promotion packet, in comments that its engineer and the organisation's owners alone can read. */
import { dayOf } from '../../domain/month.ts';
import { askedPeriod } from '../../domain/period.ts';
import { emptyPacketAnswer, packetElsewhereAnswer, periodAnswers } from '../../reports/answers.ts';
import { periodWords } from '../../reports/packet-words.ts';
import { isEmptyPacket } from '../../reports/packet-view.ts';
import { packetPages } from '../../reports/render-packet.ts';
import { packetIn } from '../packet-materials.ts';
import { done, type Obey, refused } from './scene.ts';

export const packet: Obey<'packet'> = async (tenant, scene, { at, command }) => {
  const { person, listeners, ladders, addresses, now } = scene;
  if (listeners === null || !listeners.isForEngineer) return refused(packetElsewhereAnswer(person.login));
  const asked = askedPeriod(command.asked, dayOf(at, scene.settings.reports.timezone));
  if (asked.kind === 'trouble') return refused(periodAnswers[asked.trouble]);
  const { period } = asked;
  const view = await packetIn(tenant, { person, period, now, ladders, addresses, openness: listeners });
  if (view === null || isEmptyPacket(view)) return done(emptyPacketAnswer(periodWords(period)));
  return { ...done(null), pages: packetPages(view) };
};
