import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'reactflow'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { placeOnCanvas } from '../annotations/annotationDrafts.ts'
import { withCarried } from '../contexts/carried.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { GuideLine } from './alignment.ts'
import type { GapMark } from './gaps.ts'
import { useGuides } from './guidesStore.ts'
import './guides.css'

/** While nodes are dragged: what they are in line with, equal gaps, and the copies on their way. */
export function GuideLayer() {
  const lines = useGuides((state) => state.lines)
  const gaps = useGuides((state) => state.gaps)
  const copiedIds = useGuides((state) => state.copying?.ids ?? null)
  return (
    <ViewportPortal>
      {lines.length + gaps.length > 0 ? <Guides lines={lines} gaps={gaps} /> : null}
      {copiedIds ? <Copies ids={copiedIds} /> : null}
    </ViewportPortal>
  )
}

/** Half the width of the stroke that ends a gap, in CSS pixels. */
const TICK_PX = 4

interface GuidesProps {
  readonly lines: readonly GuideLine[]
  readonly gaps: readonly GapMark[]
}

function Guides({ lines, gaps }: GuidesProps) {
  const zoom = useStore(({ transform }) => transform[2])
  return (
    <svg className="guides" width={1} height={1} aria-hidden strokeWidth={1 / zoom}>
      <path className="guide-lines" d={lines.map(pathOfLine).join('')} />
      <path className="guide-gaps" d={gaps.map((gap) => pathOfGap(gap, TICK_PX / zoom)).join('')} />
    </svg>
  )
}

function pathOfLine({ axis, at, from, to }: GuideLine): string {
  return axis === 'x' ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`
}

/** A stretch with a tick at each end. */
function pathOfGap({ axis, from, to, at }: GapMark, tick: number): string {
  const ends = [from, to]
  if (axis === 'x')
    return `M${from} ${at}H${to}${ends.map((x) => `M${x} ${at - tick}V${at + tick}`).join('')}`
  return `M${at} ${from}V${to}${ends.map((y) => `M${at - tick} ${y}H${at + tick}`).join('')}`
}

/** More are not drawn on the way: they would cost more than they tell. */
const COPIES_MAX = 60

const ORIGIN = { x: 0, y: 0 }

/** Likenesses of the nodes as they stand on the canvas; nobody can touch or hear them. */
function Copies({ ids }: { readonly ids: readonly string[] }) {
  const ref = useRef<HTMLDivElement>(null)
  const offset = useGuides((state) => state.copying?.offset)
  useLayoutEffect(() => {
    const { topology } = designerStore.getState()
    const places = ids.map((id) => [id, placeOnCanvas(topology, id) ?? ORIGIN] as const)
    const all = [...withCarried(topology, new Map(places)).keys()]
    const likenesses = all.slice(0, COPIES_MAX).flatMap(likenessOf)
    ref.current?.replaceChildren(...likenesses)
  }, [ids])
  const { x = 0, y = 0 } = offset ?? {}
  return (
    <div
      ref={ref}
      className="copies"
      aria-hidden
      style={{ transform: `translate(${x}px, ${y}px)` }}
    />
  )
}

function likenessOf(id: string): readonly HTMLElement[] {
  const node = `.react-flow__node[data-id="${CSS.escape(id)}"]`
  const frame = `.context-frame[data-context="${CSS.escape(thingOf(id).id)}"]`
  const selector = thingOf(id).kind === 'context' ? `${node}, ${frame}` : node
  const likeness = document.querySelector(selector)?.cloneNode(true)
  if (!(likeness instanceof HTMLElement)) return []
  likeness.inert = true
  likeness.removeAttribute('data-id')
  likeness.removeAttribute('data-context')
  likeness.style.pointerEvents = 'none'
  return [likeness]
}
