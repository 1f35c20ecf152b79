/** GraphQL: labels. */
import { nodeId } from '../ids.ts';
import type { LabelState, RepositoryState } from '../state.ts';
import { type View, repositoryReference } from './reference.ts';

/** A label. */
export function labelView(repository: RepositoryState, label: LabelState): View {
  return {
    __typename: 'Label',
    id: nodeId('LA', label.id),
    name: label.name,
    color: label.color,
    description: label.description,
    repository: repositoryReference(repository),
  };
}
