// Everything that a person can do, in one list.

import type { Action } from './action.ts'
import { addActions } from './addActions.ts'
import { arrangeActions } from './arrangeActions.ts'
import { contextActions } from './contextActions.ts'
import { editActions } from './editActions.ts'
import { quickAddAction } from './quickAddAction.ts'
import { runActions } from './runActions.ts'
import { topologyActions } from './topologyActions.ts'
import { viewActions } from './viewActions.ts'

export const actions: readonly Action[] = [
  ...runActions,
  ...editActions,
  ...arrangeActions,
  ...contextActions,
  quickAddAction,
  ...addActions,
  ...viewActions,
  ...topologyActions,
]
