// What can be found and done from one field: actions, what the drawing has, and what can go wrong with it.

import { noteTitle } from '#shared/topology/notes.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { changeRun } from '../../connection/connection.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { type DesignerState, designerStore } from '../../store/designerStore.ts'
import { keymapStore, keysOf } from '../../store/keys/keymap.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import type { Action } from '../actions/action.ts'
import { actions } from '../actions/actions.ts'
import type { Findable } from './found.ts'
import { settings } from './settings.ts'

/** `search` is how one gets here. */
const LEFT_OUT = new Set(['search', 'escape'])

export function findables(state: DesignerState, search: string): readonly Findable[] {
  return [
    ...enabledActions(state),
    ...elements(state.topology),
    ...eventTypes(state.topology),
    ...faults(state),
    ...settings(state.topology, search),
  ]
}

function enabledActions(state: DesignerState): readonly Findable[] {
  const keymap = keymapStore.getState()
  return actions
    .filter(({ id, isEnabled }) => !LEFT_OUT.has(id) && (isEnabled?.(state) ?? true))
    .map((action) => {
      const { id, group, run } = action
      const keys = keysOf(action, keymap)
      return { id: `action ${id}`, label: labelOf(action, state), hint: group, keys, run }
    })
}

function labelOf({ group, label, detail }: Action, state: DesignerState): string {
  const what = detail?.(state) ?? null
  if (what !== null) return `${label}: ${what}`
  return group === 'Add' ? `Add: ${label}` : label
}

/** Chosen, one is selected and shown. */
function elements({ services, channels, layout }: Topology): readonly Findable[] {
  const found = (id: string, label: string, hint: string): Findable => ({
    id: `element ${id}`,
    label,
    hint,
    keys: [],
    run: () => {
      designerStore.getState().select({ nodeIds: [id] })
      designerStore.getState().requestFlyTo([id])
    },
  })
  return [
    ...Object.entries(services).map(([id, { name }]) => found(id, name, 'Service')),
    ...Object.entries(channels).map(([id, { name, kind }]) =>
      found(id, name, nodeKinds[kind].label),
    ),
    ...Object.entries(layout.contexts).map(([id, { name }]) =>
      found(canvasIds.context(id), name, 'Context'),
    ),
    ...Object.entries(layout.notes).map(([id, { text }]) =>
      found(canvasIds.note(id), noteTitle(text), 'Note'),
    ),
  ]
}

function eventTypes(topology: Topology): readonly Findable[] {
  return Object.entries(topology.eventTypes).map(([id, { name }]) => ({
    id: `event type ${id}`,
    label: name,
    hint: 'Event type',
    keys: [],
    run: () => {
      designerStore.getState().showEventType(id)
      designerStore.getState().openDock('eventTypes')
    },
  }))
}

/** Of a run: every service can crash, and one that has can recover. */
function faults({ run, topology }: DesignerState): readonly Findable[] {
  if (run === null || run.status === 'held' || run.status === 'ended') return []
  const crashed = new Set(
    run.faults.flatMap(({ fault }) => (fault.kind === 'crash' ? [fault.serviceId] : [])),
  )
  return Object.entries(topology.services).map(([serviceId, { name }]) =>
    crashed.has(serviceId)
      ? {
          id: `recover ${serviceId}`,
          label: `Recover ${name}`,
          hint: 'Fault',
          keys: [],
          run: () => void changeRun({ kind: 'recover', serviceId, fault: 'crash' }),
        }
      : {
          id: `crash ${serviceId}`,
          label: `Crash ${name}`,
          hint: 'Fault',
          keys: [],
          run: () => void changeRun({ kind: 'fault', fault: { kind: 'crash', serviceId } }),
        },
  )
}
