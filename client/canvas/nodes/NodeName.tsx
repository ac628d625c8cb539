import { type KeyboardEvent, useEffect, useRef } from 'react'
import { renameElement } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { focusNode } from '../interaction/focusNode.ts'

interface NodeNameProps {
  readonly nodeId: string
  readonly name: string
}

/** So many characters fit without being cut off. */
const SHORT_NAME = 12

/** A node's name; a field while it is being renamed (double-click, or F2). */
export function NodeName({ nodeId, name }: NodeNameProps) {
  const renaming = useDesigner((state) => state.renamingNodeId === nodeId)
  if (renaming) return <NameField nodeId={nodeId} name={name} />
  return (
    <div
      className="node-name"
      title={name}
      data-rename={nodeId}
      data-short={name.length <= SHORT_NAME || undefined}
    >
      {name}
    </div>
  )
}

function NameField({ nodeId, name }: NodeNameProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.select(), [])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.key === 'Escape' && ref.current) ref.current.value = name
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.currentTarget.blur()
    focusNode(nodeId)
  }
  return (
    <input
      ref={ref}
      className="node-name-field nodrag nopan"
      aria-label={`New name of ${name}`}
      defaultValue={name}
      maxLength={120}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(nodeId, name, event.currentTarget.value.trim())}
    />
  )
}

function finish(nodeId: string, name: string, wanted: string): void {
  const { topology, edit, setRenaming } = designerStore.getState()
  setRenaming(null)
  if (wanted !== '' && wanted !== name) edit(renameElement(topology, nodeId, wanted))
}
