/** `/brag pause` and `/brag resume`: no new reports for a while. */
import { addMonths } from '../../domain/month.ts';
import { pausedAnswer } from '../../reports/answers.ts';
import { newestDueMonth } from '../ask-for-reports.ts';
import { done, type Obey, undoable } from './scene.ts';

export const pause: Obey<'pause'> = async (tenant, scene) => {
  if ((await tenant.people.paused()).has(scene.person.id)) return done(pausedAnswer);
  await tenant.people.pause(scene.person.id, scene.now);
  return undoable({ says: pausedAnswer });
};

/** The reports of the last two due months come at once; what was held back before them stays in the log alone. */
export const resume: Obey<'resume'> = async (tenant, scene) => {
  if (!(await tenant.people.paused()).has(scene.person.id)) return done(null);
  await tenant.people.resume(scene.person.id);
  const newest = newestDueMonth(scene.now, scene.settings.reports);
  return undoable({ months: [addMonths(newest, -1), newest] });
};
