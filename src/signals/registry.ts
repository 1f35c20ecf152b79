/** All signals, by id. Written by `node test/signals/write-registry.ts`; a test keeps it in step. */
import { ambiguityResolved } from './ambiguity-resolved.ts';
import { crossRepoInitiative } from './cross-repo-initiative.ts';
import { crossRepoReview } from './cross-repo-review.ts';
import type { Signal } from './define-signal.ts';
import { delegation } from './delegation.ts';
import { designReviewRedirect } from './design-review-redirect.ts';
import { duplicateEffortFound } from './duplicate-effort-found.ts';
import { glueWork } from './glue-work.ts';
import { incidentFollowThrough } from './incident-follow-through.ts';
import { mentoring } from './mentoring.ts';
import { newcomerGuided } from './newcomer-guided.ts';
import { ownershipGranted } from './ownership-granted.ts';
import { peerRecognition } from './peer-recognition.ts';
import { problemFound } from './problem-found.ts';
import { processRaised } from './process-raised.ts';
import { rfcAdoption } from './rfc-adoption.ts';
import { rfcAuthorship } from './rfc-authorship.ts';
import { riskCaught } from './risk-caught.ts';
import { sharedStandardAdopted } from './shared-standard-adopted.ts';
import { soughtOutReviewer } from './sought-out-reviewer.ts';
import { strategyStewardship } from './strategy-stewardship.ts';
import { unblocking } from './unblocking.ts';

export const signals: readonly Signal[] = [
  ambiguityResolved,
  crossRepoInitiative,
  crossRepoReview,
  delegation,
  designReviewRedirect,
  duplicateEffortFound,
  glueWork,
  incidentFollowThrough,
  mentoring,
  newcomerGuided,
  ownershipGranted,
  peerRecognition,
  problemFound,
  processRaised,
  rfcAdoption,
  rfcAuthorship,
  riskCaught,
  sharedStandardAdopted,
  soughtOutReviewer,
  strategyStewardship,
  unblocking,
];
