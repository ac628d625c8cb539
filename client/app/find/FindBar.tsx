import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { nodesMatching } from './matching.ts'
import './findBar.css'

/** Looks for nodes on the canvas and flies from one to the next. */
export function FindBar() {
  const search = useDesigner((state) => state.finding) ?? ''
  const topology = useDesigner((state) => state.topology)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const found = nodesMatching(topology, search)
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
        placeholder="Name, kind or event type"
        spellCheck={false}
        autoComplete="off"
        value={search}
        onChange={({ target }) => {
          designerStore.getState().find(target.value)
          setAt(0)
          show(nodesMatching(topology, target.value)[0])
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
  const { find, selectedNodeIds } = designerStore.getState()
  find(null)
  const [nodeId] = selectedNodeIds
  if (nodeId === undefined) return
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`)
    ?.focus({ preventScroll: true })
}
