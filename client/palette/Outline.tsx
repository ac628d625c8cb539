import { entriesById } from '#shared/lib/entries.ts'
import { useDesigner } from '../store/designerStore.ts'
import { isFound } from './isFound.ts'
import { OutlineNode } from './OutlineNode.tsx'

/** Everything on the canvas as a list: select, connect and delete without a pointer. */
export function Outline({ search }: { readonly search: string }) {
  const services = useDesigner((state) => state.topology.services)
  const channels = useDesigner((state) => state.topology.channels)
  const groups = [
    { name: 'Services', nodes: entriesById(services) },
    { name: 'Channels', nodes: entriesById(channels) },
  ]
    .map(({ name, nodes }) => ({
      name,
      nodes: nodes.filter(([, node]) => isFound(node.name, search)),
    }))
    .filter(({ nodes }) => nodes.length > 0)
  if (groups.length === 0)
    return <p className="palette-none">{search === '' ? 'Nothing is drawn yet.' : 'Not found.'}</p>
  return groups.map(({ name, nodes }) => (
    <section key={name} className="palette-group" aria-label={name}>
      <h2>
        {name} <span>{nodes.length}</span>
      </h2>
      <ul>
        {nodes.map(([id]) => (
          <OutlineNode key={id} nodeId={id} />
        ))}
      </ul>
    </section>
  ))
}
