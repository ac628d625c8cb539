import { useRef } from 'react'
import { elementNames } from '#shared/topology/elements.ts'
import { useLivePaint } from '../live/useLivePaint.ts'

/** A cell is filled from this many messages on. */
const CELLS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000] as const

/** How deep a queue is: a cell more each time the depth about doubles. */
export function DepthCells({ channelId }: { readonly channelId: string }) {
  const ref = useRef<HTMLDivElement>(null)
  useLivePaint(ref, (element, live) => {
    const waiting = live.figure(elementNames.channel(channelId), 'waiting')
    const filled = String(CELLS.filter((from) => waiting >= from).length)
    if (element.dataset.filled === filled) return
    element.dataset.filled = filled
    for (const [index, cell] of [...element.children].entries())
      cell.className = index >= CELLS.length - Number(filled) ? 'depth-cell-filled' : ''
  })
  return (
    <div ref={ref} className="depth-cells node-detail" title={TITLE} aria-hidden>
      {CELLS.map((from) => (
        <i key={from} />
      ))}
    </div>
  )
}

const TITLE = `Cells fill at ${CELLS.slice(0, 4).join(', ')} … ${CELLS.at(-1)} messages`
