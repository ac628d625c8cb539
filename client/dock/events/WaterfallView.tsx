import { formatDuration } from '#shared/lib/units.ts'
import { axisTicks, type Lane, type Waterfall } from './waterfall.ts'

export function WaterfallView({ story }: { readonly story: Waterfall }) {
  const lengthNs = Math.max(1, story.toNs - story.fromNs)
  const ticks = axisTicks(lengthNs)
  const placeOf = (ns: number) => `${((ns - story.fromNs) / lengthNs) * 100}%`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
    <section className="waterfall" aria-label="Story" tabIndex={0}>
      <div className="waterfall-lane waterfall-axis" aria-hidden>
        <span />
        <div className="waterfall-track">
          {ticks.map((tick) => (
            <b key={tick} style={{ left: placeOf(story.fromNs + tick) }}>
              {tick === 0 ? '0' : formatDuration(tick / 1e6)}
            </b>
          ))}
        </div>
      </div>
      <ol aria-label="Story, oldest first">
        {story.lanes.map((lane, index) => (
          <LaneView
            // biome-ignore lint/suspicious/noArrayIndexKey: lanes are only ever read as a whole.
            key={index}
            lane={lane}
            ticks={ticks.map((tick) => placeOf(story.fromNs + tick))}
            placeOf={placeOf}
          />
        ))}
      </ol>
    </section>
  )
}

interface LaneViewProps {
  readonly lane: Lane
  readonly ticks: readonly string[]
  readonly placeOf: (ns: number) => string
}

function LaneView({ lane, ticks, placeOf }: LaneViewProps) {
  const { label, depth, segments, note, isTrouble } = lane
  return (
    <li className="waterfall-lane">
      <span style={{ paddingLeft: depth * 9 }} title={label}>
        {label}
      </span>
      <div className="waterfall-track">
        {ticks.map((left) => (
          <u key={left} style={{ left }} />
        ))}
        {segments.map(({ kind, fromNs, toNs }) => (
          <i
            key={`${kind} ${fromNs}`}
            data-kind={kind}
            style={{
              left: placeOf(fromNs),
              width: `max(3px, calc(${placeOf(toNs)} - ${placeOf(fromNs)}))`,
            }}
          />
        ))}
        <b data-trouble={isTrouble || undefined} {...notePlace(lane, placeOf)}>
          {note}
        </b>
      </div>
    </li>
  )
}

/** In percent of the width: what a character of a note needs. */
const CHARACTER_WIDTH = 1.5

/** Behind the bar where there is room, else before it, else on it. */
function notePlace({ segments, note }: Lane, placeOf: (ns: number) => string) {
  const width = note.length * CHARACTER_WIDTH
  const start = Number.parseFloat(placeOf(Math.min(...segments.map(({ fromNs }) => fromNs))))
  const end = Number.parseFloat(placeOf(Math.max(...segments.map(({ toNs }) => toNs))))
  if (end <= 100 - width) return { style: { left: `calc(${end}% + 6px)` } }
  if (start >= width) return { style: { right: `calc(${100 - start}% + 6px)` } }
  return { 'data-inside': true, style: { left: `calc(${start}% + 8px)` } }
}
