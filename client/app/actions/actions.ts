// Everything that a person can do, in one list.

import type { Action } from './action.ts'
import { addActions } from './addActions.ts'
import { editActions } from './editActions.ts'
import { runActions } from './runActions.ts'
import { topologyActions } from './topologyActions.ts'
import { viewActions } from './viewActions.ts'

export const actions: readonly Action[] = [
  ...runActions,
  ...editActions,
  ...addActions,
  ...viewActions,
  ...topologyActions,
]
