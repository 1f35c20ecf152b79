/** What a delivery means to us. The door makes these; nothing else reads webhook payloads. */
import type { SubjectRef } from '../domain/subject.ts';

export type Happening =
  /** A subject changed. */
  | { readonly kind: 'touch'; readonly installationId: number; readonly subject: SubjectRef }
  /** A repository's settings file may have changed. `headSha` is the head of a push that lists the file, on whatever branch; else null. */
  | { readonly kind: 'settings'; readonly installationId: number; readonly repositoryId: number; readonly headSha: string | null }
  /** Somebody asks for the check of a settings file again. */
  | { readonly kind: 'rerun'; readonly installationId: number; readonly repositoryId: number; readonly headSha: string }
  /** Installation, repositories, members or teams changed: look at all of it again. */
  | { readonly kind: 'organisation'; readonly installationId: number }
  /** Somebody withdrew, on GitHub, all that they let the App do in their name. */
  | { readonly kind: 'authorization-revoked'; readonly personId: number }
  /** Nothing for us. `reason` is one of a few static texts, fit for a metric's label. */
  | { readonly kind: 'ignored'; readonly reason: string };
