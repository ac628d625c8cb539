import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { entriesById } from '#shared/lib/entries.ts'
import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { EventType } from '#shared/schemas/eventType.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import { live } from '../../store/live/liveStore.ts'
import { edgesOf } from '../../store/selectors.ts'
import { EventMark } from '../../ui/EventMark.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Figure } from '../live/Figure.tsx'
import { useReducedMotion } from '../useReducedMotion.ts'

/** More would cover the drawing; the dock lists them all. */
const ROWS_MAX = 7
/** There a legend would cover much of the drawing. */
const NARROW_PX = 920
/** By then the drawing has been fitted into its window. */
const SETTLED_MS = 150

interface LegendProps {
  /** How many events one mark stands for at the moment. */
  readonly eventsPerMark: () => number
}

/** What hue and shape mean, how much of each flows, and the scale of the marks. */
export function Legend({ eventsPerMark }: LegendProps) {
  const topology = useDesigner((state) => state.topology)
  const ref = useRef<HTMLElement>(null)
  const [open, setOpen] = useState(() => window.innerWidth >= NARROW_PX)
  const types = entriesById(topology.eventTypes)
  useEffect(() => {
    // Where it would cover part of the drawing as it opens, it begins closed.
    const check = () => {
      if (ref.current && coversNode(ref.current)) setOpen(false)
    }
    const timer = setTimeout(check, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [])
  if (types.length === 0) return null
  return (
    <section ref={ref} className="legend float" aria-label="Legend" data-open={open}>
      <button
        type="button"
        className="legend-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Event types
        <MarkScale eventsPerMark={eventsPerMark} />
        <Icon name="chevron" size={12} />
      </button>
      {open ? <Rows types={types} topology={topology} /> : null}
    </section>
  )
}

function Rows({
  types,
  topology,
}: {
  readonly types: readonly (readonly [string, EventType])[]
  readonly topology: Topology
}) {
  const deadLetters = edgesOf(topology).filter(({ kind }) => kind === 'deadLetter')
  return (
    <ul>
      {types.slice(0, ROWS_MAX).map(([id, { name, shape, hue }]) => (
        <li key={id}>
          <EventMark shape={shape} hue={hue} />
          <span title={name}>{name}</span>
          <Figure
            label={`Rate of ${name}`}
            read={(live) => formatRate(live.rate(elementNames.eventType(id), 'published'))}
          />
        </li>
      ))}
      {types.length > ROWS_MAX ? (
        <li className="legend-more">and {types.length - ROWS_MAX} more</li>
      ) : null}
      {deadLetters.length > 0 ? (
        <li className="legend-trouble">
          <EventMark shape="diamond" hue={5} />
          <span>Dead letters</span>
          <Figure
            label="Rate of dead letters"
            read={(live) => {
              const rates = deadLetters.map((edge) => edgeRate(live, edge))
              return formatRate(rates.reduce((sum, rate) => sum + (rate || 0), 0))
            }}
          />
        </li>
      ) : null}
    </ul>
  )
}

function MarkScale({ eventsPerMark }: LegendProps) {
  const still = useReducedMotion()
  const text = useSyncExternalStore(live.subscribe, () => scaleText(eventsPerMark()))
  return <span className="legend-scale">{still ? '' : text}</span>
}

function scaleText(events: number): string {
  return events < 1.5
    ? '1 mark = 1 event'
    : `1 mark ≈ ${formatCount(Number(events.toPrecision(2)))} events`
}

function coversNode(legend: HTMLElement): boolean {
  const own = legend.getBoundingClientRect()
  const canvas = legend.closest<HTMLElement>('.canvas')
  // The picture of a large drawing fills the whole canvas.
  if (canvas?.dataset.sight === 'overview') return true
  const nodes = canvas?.querySelectorAll('.react-flow__node') ?? []
  return [...nodes].some((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect()
    return left < own.right && right > own.left && top < own.bottom && bottom > own.top
  })
}
