// The pointer over marks that stand for one event each: it says which, and a press opens its story.

import { ownValue } from '#shared/lib/entries.ts'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { type PickedMark, pickMark } from './pickMark.ts'
import { SaidMark } from './saidMark.ts'
import type { TrafficModel } from './trafficModel.ts'
import type { Transform } from './trafficPainter.ts'

/** From the middle of a mark, in pixels. */
const REACH_PX = 9

/** Nodes and what floats over the drawing come first. */
const IN_THE_WAY = '.react-flow__node, .float, button, input, select, [role="dialog"]'

/** Answers how to stop. */
export function watchPointer(
  pane: HTMLElement,
  model: TrafficModel,
  transform: () => Transform,
): () => void {
  const markAt = (event: MouseEvent): PickedMark | null => {
    const { left, top } = pane.getBoundingClientRect()
    const [x, y, zoom] = transform()
    const place = { x: (event.clientX - left - x) / zoom, y: (event.clientY - top - y) / zoom }
    return pickMark(model, place, REACH_PX / zoom)
  }
  const said = new SaidMark()
  const onMove = (event: PointerEvent) => {
    const mark = event.buttons === 0 && !isInTheWay(event) ? markAt(event) : null
    said.say(mark, event)
    pane.toggleAttribute('data-over-mark', mark !== null)
    if (mark) pane.title = wordsOf(mark)
    else pane.removeAttribute('title')
  }
  const onClick = (event: MouseEvent) => {
    if (isInTheWay(event)) return
    const mark = said.meantBy(event) ?? markAt(event)
    if (!mark) return
    event.stopPropagation()
    designerStore.getState().selectEvent(mark.event)
    designerStore.getState().openDock('events')
  }
  pane.addEventListener('pointermove', onMove)
  pane.addEventListener('click', onClick, true)
  return () => {
    pane.removeEventListener('pointermove', onMove)
    pane.removeEventListener('click', onClick, true)
    pane.removeAttribute('title')
    pane.removeAttribute('data-over-mark')
  }
}

function isInTheWay({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest(IN_THE_WAY) !== null
}

function wordsOf({ event: { origin, n } }: PickedMark): string {
  const typeId = live.eventTypeIdOf(origin) ?? ''
  const { eventTypes } = designerStore.getState().topology
  return `${ownValue(eventTypes, typeId)?.name ?? 'Event'} #${n}: press to see its story`
}
