import { entriesById, ownValue } from '#shared/lib/entries.ts'
import { noteTitle } from '#shared/topology/notes.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from '../store/designerStore.ts'
import { nodeOf } from '../store/selectors.ts'
import { isFound } from './isFound.ts'
import { OutlineContext } from './OutlineContext.tsx'
import { OutlineNode } from './OutlineNode.tsx'
import { OutlineNote } from './OutlineNote.tsx'

/** Everything on the canvas as a list: select, connect and delete without a pointer. */
export function Outline({ search }: { readonly search: string }) {
  const topology = useDesigner((state) => state.topology)
  const { services, channels, layout } = topology
  const found = membersFound(topology, search)
  const loose = found.get(NOWHERE) ?? []
  const groups = [
    { name: 'Services', ids: loose.filter((id) => Object.hasOwn(services, id)) },
    { name: 'Channels', ids: loose.filter((id) => Object.hasOwn(channels, id)) },
  ].filter(({ ids }) => ids.length > 0)
  const contexts = entriesById(layout.contexts)
    .filter(([id, { name }]) => found.has(id) || isFound(name, search))
    .sort(([, a], [, b]) => (a.name < b.name ? -1 : 1))
  const notes = entriesById(layout.notes).filter(([, { text }]) => isFound(text, search))
  if (groups.length + contexts.length + notes.length === 0)
    return <p className="palette-none">{search === '' ? 'Nothing is drawn yet.' : 'Not found.'}</p>
  return (
    <>
      {contexts.map(([id]) => (
        <OutlineContext key={id} contextId={id} memberIds={found.get(id) ?? []} />
      ))}
      {groups.map(({ name, ids }) => (
        <Group key={name} name={name} count={ids.length}>
          {ids.map((id) => (
            <OutlineNode key={id} nodeId={id} />
          ))}
        </Group>
      ))}
      {notes.length === 0 ? null : (
        <Group name="Notes" count={notes.length}>
          {notes.map(([id, { text }]) => (
            <OutlineNote key={id} noteId={id} title={noteTitle(text)} />
          ))}
        </Group>
      )}
    </>
  )
}

interface GroupProps {
  readonly name: string
  readonly count: number
  readonly children: React.ReactNode
}

function Group({ name, count, children }: GroupProps) {
  return (
    <section className="palette-group" aria-label={name}>
      <h2>
        {name} <span>{count}</span>
      </h2>
      <ul>{children}</ul>
    </section>
  )
}

/** No context has that id. */
const NOWHERE = ''

/** Services before channels; a context that is found by its name shows all that it has. */
function membersFound(topology: Topology, search: string): ReadonlyMap<string, readonly string[]> {
  const { services, channels, layout } = topology
  const members = new Map<string, string[]>()
  for (const id of [...Object.keys(services).sort(), ...Object.keys(channels).sort()]) {
    const contextId = ownValue(layout.nodes, id)?.contextId ?? NOWHERE
    const contextName = ownValue(layout.contexts, contextId)?.name
    const isMeant =
      isFound(nodeOf(topology, id)?.name ?? id, search) ||
      (contextName !== undefined && isFound(contextName, search))
    if (!isMeant) continue
    const known = members.get(contextId)
    if (known) known.push(id)
    else members.set(contextId, [id])
  }
  return members
}
