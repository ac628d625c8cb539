import type { Handlers } from './answer.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Rooms } from './rooms.ts'

/** One browser's socket, as the handlers see it. */
export interface Watcher {
  readonly id: string
  /** It has asked for this topology. What it asked for before, and is open only later, is not meant any more. */
  turnTo(topologyId: string): void
  /** It may have gone, or to another topology, while a room was opened or its run began. */
  wants(topologyId: string): boolean
  /** From now on it hears the news of this topology, and of no other. */
  watch(topologyId: string): void
  /** Sent right after the answer to the request: before it, the frame's dictionary is not known. */
  show(frame: ArrayBuffer): void
}

export function handlersFor(rooms: Rooms, watcher: Watcher): Handlers {
  return {
    'topology:join': async ({ topologyId }) => {
      watcher.turnTo(topologyId)
      const room = await rooms.open(topologyId)
      requireWanted(watcher, topologyId)
      watcher.watch(topologyId)
      const { reply, frame } = await room.join(watcher.id)
      // Its frame would be taken for one of the topology that is on show by now.
      requireWanted(watcher, topologyId)
      if (frame) watcher.show(frame)
      return reply
    },
    'topology:edit': async ({ topologyId, editId, edit }) => {
      const room = await rooms.open(topologyId)
      return { revision: await room.edit(editId, edit, watcher.id) }
    },
    'run:control': async ({ topologyId, control }) => {
      const room = await rooms.open(topologyId)
      return room.control(control)
    },
    'run:change': async ({ topologyId, change }) => {
      const room = await rooms.open(topologyId)
      return room.change(change)
    },
    'run:breakpoints': async ({ topologyId, change }) => {
      const room = await rooms.open(topologyId)
      return room.changeBreakpoints(change)
    },
    'event:read': async ({ topologyId, origin, n }) => {
      const room = await rooms.open(topologyId)
      return room.event(origin, n)
    },
  }
}

function requireWanted(watcher: Watcher, topologyId: string): void {
  if (!watcher.wants(topologyId))
    throw new RequestFailure('refusedControl', 'Another topology has been opened since.')
}
