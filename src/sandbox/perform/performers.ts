/** What performs an act: one function for each kind, grouped by family. */
import type { Act, ActOf } from '../act.ts';
import type { World } from '../state.ts';

export type Performers<Kind extends Act['do']> = { readonly [Key in Kind]: (world: World, act: ActOf<Key>) => void };
