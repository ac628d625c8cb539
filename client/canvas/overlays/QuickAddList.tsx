import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { applyEdit } from '#shared/topology/edit.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { NODE_KINDS, nodeKinds } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import { Icon } from '../../ui/Icon.tsx'
import { canvasStore, type QuickAdd, useCanvas } from '../interaction/canvasStore.ts'
import { planFor } from '../interaction/connect.ts'
import { addNode } from '../interaction/placement.ts'
import { quickAdd } from '../interaction/useAdding.ts'

/** Adds a node where the pointer is: by double-click, or where an edge was dropped on nothing. */
export function QuickAddList() {
  const wish = useCanvas((state) => state.quickAdd)
  return wish ? <OpenList key={`${wish.at.x} ${wish.at.y}`} wish={wish} /> : null
}

function OpenList({ wish }: { readonly wish: QuickAdd }) {
  const topology = useDesigner((state) => state.topology)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(0)
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.focus(), [])
  const kinds = kindsFor(wish, topology).filter((kind) =>
    nodeKinds[kind].label.toLowerCase().includes(search.trim().toLowerCase()),
  )
  const close = () => canvasStore.setState({ quickAdd: null })
  const choose = (kind: NodeKind | undefined) => {
    close()
    if (kind) quickAdd(kind, wish)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') close()
    if (event.key === 'Enter') choose(kinds[chosen])
    if (event.key === 'ArrowDown') setChosen((chosen + 1) % Math.max(1, kinds.length))
    if (event.key === 'ArrowUp') setChosen(Math.max(0, chosen - 1))
    if (event.key.startsWith('Arrow')) event.preventDefault()
  }
  return (
    <div
      className="quick-add float"
      role="dialog"
      aria-label="Add a node"
      style={{ left: wish.at.x, top: wish.at.y }}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      <input
        ref={ref}
        className="text-field"
        aria-label={wish.connectWith ? 'Add and connect' : 'Add'}
        placeholder={wish.connectWith ? 'Add and connect …' : 'Add …'}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setChosen(0)
        }}
      />
      <ul>
        {kinds.map((kind, index) => (
          <li key={kind}>
            <button type="button" data-chosen={index === chosen} onClick={() => choose(kind)}>
              <Icon name={kind} size={14} />
              {nodeKinds[kind].label}
            </button>
          </li>
        ))}
        {kinds.length === 0 ? <li className="quick-add-none">Nothing like that.</li> : null}
      </ul>
    </div>
  )
}

/** Only what the edge under way could lead to. */
function kindsFor({ connectWith, position }: QuickAdd, topology: Topology): readonly NodeKind[] {
  if (connectWith === null) return NODE_KINDS
  return NODE_KINDS.filter((kind) => {
    const { edit, id } = addNode(topology, kind, position)
    const result = applyEdit(topology, edit)
    return result.ok && planFor(result.topology, connectWith, id).kind === 'edit'
  })
}
