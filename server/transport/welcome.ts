import type { Gallery } from '../storage/gallery.ts'
import type { Workspace } from '../storage/workspace.ts'
import type { Rooms } from './rooms.ts'

const EXAMPLE_ID = 'order-to-cash'

/** Whoever starts on an empty workspace finds an example there, running. */
export async function welcome(workspace: Workspace, gallery: Gallery, rooms: Rooms): Promise<void> {
  const example = gallery.get(EXAMPLE_ID)
  if (!example || (await workspace.list()).length > 0) return
  const id = await workspace.create(example)
  const room = await rooms.open(id)
  await room.control({ kind: 'run' })
}
