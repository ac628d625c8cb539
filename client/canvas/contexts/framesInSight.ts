import { entriesById } from '#shared/lib/entries.ts'
import type { Context } from '#shared/topology/layout.ts'
import { touch } from '#shared/topology/rectangles.ts'
import type { Sight } from '../overview/sight.ts'

type Contexts = Readonly<Record<string, Context>>
export type Frames = readonly (readonly [id: string, context: Context])[]

/** The frames to draw: of a large drawing those in view, from far away none. `keptIds` are drawn wherever they lie. */
export function framesInSight(
  contexts: Contexts,
  sight: Sight,
  keptIds: ReadonlySet<string>,
): Frames {
  return entriesById(contexts).filter(
    ([id, context]) => context.collapsed !== true && (keptIds.has(id) || isIn(sight, context)),
  )
}

function isIn(sight: Sight, context: Context): boolean {
  switch (sight.kind) {
    case 'everything':
      return true
    case 'near':
      return touch(sight.area, context)
    case 'overview':
      return false
  }
}
