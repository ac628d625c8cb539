import { useRef } from 'react'
import { elementNames } from '#shared/topology/elements.ts'
import { useLivePaint } from '../live/useLivePaint.ts'
import { cellsFilled, DEPTH_CELLS } from './nodeReadings.ts'

/** How deep a queue is: a cell more each time the depth about doubles. */
export function DepthCells({ channelId }: { readonly channelId: string }) {
  const ref = useRef<HTMLDivElement>(null)
  useLivePaint(ref, (element, live) => {
    const waiting = live.figure(elementNames.channel(channelId), 'waiting')
    const filled = String(cellsFilled(waiting))
    if (element.dataset.filled === filled) return
    element.dataset.filled = filled
    for (const [index, cell] of [...element.children].entries())
      cell.className = index >= DEPTH_CELLS.length - Number(filled) ? 'depth-cell-filled' : ''
  })
  return (
    <div ref={ref} className="depth-cells node-detail" title={TITLE} aria-hidden>
      {DEPTH_CELLS.map((from) => (
        <i key={from} />
      ))}
    </div>
  )
}

const TITLE = `Cells fill at ${DEPTH_CELLS.slice(0, 4).join(', ')} … ${DEPTH_CELLS.at(-1)} messages`
