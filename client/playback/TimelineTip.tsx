import { formatClock, formatRate } from '#shared/lib/units.ts'
import { live } from '../store/live/liveStore.ts'
import { textsNear } from './markers.ts'
import { ratesAt, timelineSpanNs } from './timeline.ts'
import { currentMarkers, wrongAt } from './timelineMarkers.ts'

interface TimelineTipProps {
  /** The moment that is pointed at. */
  readonly ns: number
  readonly nowNs: number
  readonly untilNs: number
}

/** A marker is told of from so far, as a share of the timeline: three or four pixels. */
const NEAR = 0.02

/** What a press there would do, and what is known of that moment. */
export function TimelineTip({ ns, nowNs, untilNs }: TimelineTipProps) {
  const spanNs = timelineSpanNs(untilNs)
  const isAhead = ns > untilNs
  const rates = isAhead ? null : ratesAt(live.timeline, ns)
  const events = textsNear(currentMarkers(untilNs), { ns, withinNs: spanNs * NEAR })
  const wrong = isAhead ? [] : wrongAt(ns, untilNs)
  return (
    <span
      className="timeline-tip float"
      role="tooltip"
      style={{ left: `${Math.min(100, (ns / spanNs) * 100)}%` }}
    >
      <b>{isAhead ? `Run until ${formatClock(ns)}` : placeText(ns, nowNs)}</b>
      {rates ? (
        <span>
          {formatRate(rates.published)} published
          {rates.trouble > 0 ? `, ${formatRate(rates.trouble)} in trouble` : ''}
        </span>
      ) : null}
      {events.map((text) => (
        <span key={text} className="timeline-tip-event">
          {text}
        </span>
      ))}
      {wrong.map((text) => (
        <span key={text} className="timeline-tip-wrong">
          {text}
        </span>
      ))}
    </span>
  )
}

function placeText(ns: number, nowNs: number): string {
  return `${ns < nowNs ? 'Back to' : 'On to'} ${formatClock(ns)}`
}
