import { useEffect, useState } from 'react'
import { ownValue } from '#shared/lib/entries.ts'
import { formatDuration } from '#shared/lib/units.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import type { EventDetail } from '#shared/protocol/protocol.ts'
import { readEvent } from '../../connection/connection.ts'
import type { Result } from '../../connection/result.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import type { SelectedEvent } from '../../store/selectionSlice.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { EventMark } from '../../ui/EventMark.tsx'
import { elementWords } from '../elementWords.ts'
import { Payload } from './Payload.tsx'
import { storedPlace } from './rowWords.ts'
import { WaterfallView } from './WaterfallView.tsx'
import { type Waterfall, waterfallOf } from './waterfall.ts'

export interface EventDetailViewProps {
  readonly event: SelectedEvent
  readonly onClose: () => void
}

type Shown = 'story' | 'payload'

/** One event: where it has been, and what it carries. */
export function EventDetailView({ event, onClose }: EventDetailViewProps) {
  const { origin, n } = event
  const [result, setResult] = useState<Result<EventDetail> | null>(null)
  const [shown, setShown] = useState<Shown>('story')
  const [readings, setReadings] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reading more reads again.
  useEffect(() => {
    let isShown = true
    void readEvent(origin, n).then((answer) => {
      if (isShown) setResult(answer)
    })
    return () => {
      isShown = false
    }
  }, [origin, n, readings])

  return (
    <section className="event-detail" aria-label="Event">
      {result === null ? <p className="event-detail-wait">Reading the event…</p> : null}
      {result?.ok === false ? <p className="event-detail-wait">{result.message}</p> : null}
      {result?.ok ? (
        <Detail
          detail={result.value}
          origin={origin}
          shown={shown}
          onShow={setShown}
          onReread={() => setReadings(readings + 1)}
        />
      ) : null}
      <IconButton
        icon="close"
        className="event-detail-close"
        label="Close the event"
        iconSize={12}
        onClick={onClose}
      />
    </section>
  )
}

interface DetailProps {
  readonly detail: EventDetail
  readonly origin: number
  readonly shown: Shown
  readonly onShow: (shown: Shown) => void
  readonly onReread: () => void
}

function Detail({ detail, origin, shown, onShow, onReread }: DetailProps) {
  const story = useStory(detail)
  const eventType = useEventType(origin)
  return (
    <>
      <header className="event-detail-head">
        {eventType ? <EventMark hue={eventType.hue} shape={eventType.shape} /> : null}
        <b>{eventType?.name ?? detail.cloudEvent.type}</b>
        <span className="mono">{detail.cloudEvent.partitionkey ?? ''}</span>
        <span className="event-detail-summary">{summaryOf(story, detail.complete)}</span>
        <div className="event-detail-tabs">
          <Button size="small" aria-pressed={shown === 'story'} onClick={() => onShow('story')}>
            Story
          </Button>
          <Button size="small" aria-pressed={shown === 'payload'} onClick={() => onShow('payload')}>
            Payload
          </Button>
          <IconButton icon="reset" iconSize={12} label="Read again" onClick={onReread} />
        </div>
      </header>
      {shown === 'story' ? <WaterfallView story={story} /> : <Payload detail={detail} />}
    </>
  )
}

function useStory(detail: EventDetail): Waterfall {
  const topology = useDesigner((state) => state.topology)
  const words = (element: number) => elementWords(topology, live.elementName(element))
  const eventName = ({ origin }: { readonly origin: number }) => {
    const id = live.eventTypeIdOf(origin)
    return (id === null ? undefined : ownValue(topology.eventTypes, id)?.name) ?? 'an event'
  }
  const placeName = (row: JournalRow) =>
    storedPlace(row, live.elementName(row.element), topology) ?? words(row.element).to
  // The story is as old as its newest row at least, should the page be a moment behind.
  const nowNs = Math.max(live.nowNs, detail.story.at(-1)?.atNs ?? 0)
  return waterfallOf({ rows: detail.story, nowNs, words, eventName, placeName })
}

function useEventType(origin: number) {
  return useDesigner(({ topology }) => {
    const id = live.eventTypeIdOf(origin)
    return id === null ? undefined : ownValue(topology.eventTypes, id)
  })
}

function summaryOf({ fromNs, toNs, waitShare }: Waterfall, isComplete: boolean): string {
  const length = formatDuration((toNs - fromNs) / 1e6)
  const share = `${Math.round(waitShare * 100)}% of it waiting`
  return `${length}, ${share}${isComplete ? '' : '; its beginning is forgotten'}`
}
