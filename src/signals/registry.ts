/** All signals, by id. Written by `node test/signals/write-registry.ts`; a test keeps it in step. */
import { crossRepoReview } from './cross-repo-review.ts';
import type { Signal } from './define-signal.ts';
import { designReviewRedirect } from './design-review-redirect.ts';
import { glueWork } from './glue-work.ts';
import { peerRecognition } from './peer-recognition.ts';
import { rfcAdoption } from './rfc-adoption.ts';
import { rfcAuthorship } from './rfc-authorship.ts';
import { soughtOutReviewer } from './sought-out-reviewer.ts';

export const signals: readonly Signal[] = [
  crossRepoReview,
  designReviewRedirect,
  glueWork,
  peerRecognition,
  rfcAdoption,
  rfcAuthorship,
  soughtOutReviewer,
];
