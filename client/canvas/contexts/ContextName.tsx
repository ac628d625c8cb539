import { type KeyboardEvent, useEffect, useRef } from 'react'
import { renameContext } from '#shared/topology/contexts.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { focusContext } from './focusContext.ts'

interface ContextNameProps {
  readonly contextId: string
  readonly name: string
}

/** The name of a context; a field while it is being renamed (double-click, or F2). */
export function ContextName({ contextId, name }: ContextNameProps) {
  const canvasId = canvasIds.context(contextId)
  const renaming = useDesigner((state) => state.renamingNodeId === canvasId)
  if (renaming) return <NameField contextId={contextId} name={name} />
  return (
    <span className="context-name" title={name} data-rename={canvasId}>
      {name}
    </span>
  )
}

function NameField({ contextId, name }: ContextNameProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    ref.current?.focus({ preventScroll: true })
    ref.current?.select()
  }, [])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.key === 'Escape' && ref.current) ref.current.value = name
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.currentTarget.blur()
    focusContext(contextId)
  }
  return (
    <input
      ref={ref}
      className="context-name-field nodrag nopan nokey"
      aria-label={`New name of ${name}`}
      defaultValue={name}
      maxLength={120}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={(event) => finish(contextId, name, event.currentTarget.value.trim())}
    />
  )
}

function finish(contextId: string, name: string, wanted: string): void {
  const { topology, edit, setRenaming } = designerStore.getState()
  setRenaming(null)
  if (wanted !== '' && wanted !== name) edit(renameContext(topology, contextId, wanted))
}
