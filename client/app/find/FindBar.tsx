import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { focusContext } from '../../canvas/contexts/focusContext.ts'
import { focusNode } from '../../canvas/interaction/focusNode.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'
import { shownId } from '../../store/shownEdges.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { foundOnCanvas } from './matching.ts'
import './findBar.css'

/** Looks for nodes on the canvas and flies from one to the next. */
export function FindBar() {
  const search = useDesigner((state) => state.finding) ?? ''
  const topology = useDesigner((state) => state.topology)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const found = foundOnCanvas(topology, search)
  const present = Math.min(at, found.length - 1)
  const go = (step: number) => {
    const next = (present + step + found.length) % Math.max(1, found.length)
    setAt(next)
    show(found[next])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className="find-bar float" aria-label="Find on the canvas" onKeyDown={onKeyDown}>
      <Icon name="search" size={14} />
      <input
        ref={field}
        type="text"
        aria-label="Find on the canvas"
        placeholder="Name, kind, event type or note"
        spellCheck={false}
        autoComplete="off"
        value={search}
        onChange={({ target }) => {
          designerStore.getState().find(target.value)
          setAt(0)
          show(foundOnCanvas(topology, target.value)[0])
        }}
      />
      <output aria-label="Found">{countOf(search, { found: found.length, present })}</output>
      <IconButton
        icon="chevron"
        className="find-bar-back"
        label="The one before"
        disabled={found.length < 2}
        onClick={() => go(-1)}
      />
      <IconButton
        icon="chevron"
        label="The next one"
        disabled={found.length < 2}
        onClick={() => go(1)}
      />
      <IconButton icon="close" label="Stop finding" onClick={close} />
    </search>
  )
}

function countOf(
  search: string,
  { found, present }: { readonly found: number; readonly present: number },
): string {
  if (search.trim() === '') return ''
  return found === 0 ? 'none' : `${present + 1} of ${found}`
}

function show(nodeId: string | undefined): void {
  if (nodeId === undefined) return
  const { select, requestFlyTo } = designerStore.getState()
  select({ nodeIds: [nodeId] })
  requestFlyTo([nodeId])
}

/** The focus goes to what was found, so that the keyboard goes on from there. */
function close(): void {
  const state = designerStore.getState()
  state.find(null)
  const [foundId] = selectedCanvasIds(state)
  if (foundId === undefined) return
  const { kind, id } = thingOf(foundId)
  if (kind === 'context') focusContext(id)
  else focusNode(shownId(state.topology, foundId))
}
