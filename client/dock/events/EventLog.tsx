import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useDesigner } from '../../store/designerStore.ts'
import type { SelectedEvent } from '../../store/selectionSlice.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EventMark } from '../../ui/EventMark.tsx'
import { useVirtualRows, VirtualRows } from '../../ui/VirtualRows.tsx'
import { keyedPause, PauseAtNext } from './PauseAtNext.tsx'
import type { RowWords } from './rowWords.ts'
import type { EventRow } from './useEventRows.ts'

const ROW_HEIGHT = 22
const HEAD_HEIGHT = 24

export interface EventLogProps {
  readonly rows: readonly EventRow[]
  readonly isFiltered: boolean
  readonly isFollowing: boolean
  readonly selected: SelectedEvent | null
  /** The person looks at older rows: the list should stay where it is. */
  readonly onHold: () => void
  readonly onSelect: (event: SelectedEvent) => void
}

export function EventLog(props: EventLogProps) {
  const { rows, isFiltered, isFollowing, selected, onHold, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualRows({
    count: rows.length,
    rowHeight: ROW_HEIGHT,
    scroller,
    headHeight: HEAD_HEIGHT,
  })
  useEffect(() => {
    if (isFollowing) scroller.current?.scrollTo({ top: 0 })
  }, [isFollowing])
  const walk = (event: KeyboardEvent, from: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const to = step === 0 ? from : nextEventIndex(rows, from, step)
    const next = rows[to]
    if (step === 0 || !next) return
    event.preventDefault()
    onSelect(next.row)
    virtualizer.scrollToIndex(to)
    requestAnimationFrame(() => focusRow(scroller.current, next.row.serial))
  }
  return (
    <div
      className="event-log"
      ref={scroller}
      onScroll={({ currentTarget }) => {
        if (isFollowing && currentTarget.scrollTop > ROW_HEIGHT / 2) onHold()
      }}
    >
      <table aria-label="Events, newest first" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {['Sim time', 'Event', 'Path', 'Key', 'Outcome'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <VirtualRows
            virtualizer={virtualizer}
            render={(index) => {
              const shown = rows[index]
              return shown ? (
                <LogRow
                  shown={shown}
                  isSelected={isSameEvent(shown, selected)}
                  onSelect={() => onSelect(shown.row)}
                  onKeyDown={(event) => walk(event, index)}
                />
              ) : null
            }}
          />
        </tbody>
      </table>
      {rows.length === 0 ? <NoRows isFiltered={isFiltered} /> : null}
    </div>
  )
}

interface LogRowProps {
  readonly shown: EventRow
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

function LogRow({ shown: { row, words }, isSelected, onSelect, onKeyDown }: LogRowProps) {
  const { time, event, path, key, outcome, tone } = words
  return (
    <tr data-selected={isSelected || undefined}>
      <td className="mono">{time}</td>
      <td>
        {row.origin >= 0 ? (
          <button
            type="button"
            className="event-log-event"
            aria-current={isSelected || undefined}
            data-serial={row.serial}
            onClick={onSelect}
            onKeyDown={(key) => keyedPause(key, row) || onKeyDown(key)}
          >
            <RowMark words={words} />
            {event}
          </button>
        ) : (
          <span className="event-log-event">
            <RowMark words={words} />
            {event}
          </span>
        )}
      </td>
      <td title={path}>{path}</td>
      <td className="mono">{key}</td>
      <td>
        <Chip tone={tone}>{outcome}</Chip>
        <PauseAtNext row={row} words={words} />
      </td>
    </tr>
  )
}

function RowMark({ words: { isTrouble, mark } }: { readonly words: RowWords }) {
  if (isTrouble) return <EventMark shape="diamond" hue={5} />
  return mark ? <EventMark {...mark} /> : <i className="event-log-no-mark" />
}

function NoRows({ isFiltered }: { readonly isFiltered: boolean }) {
  const hasBegun = useDesigner(({ run }) => run !== null && run.nowNs > 0)
  if (isFiltered) return <div className="dock-empty">No row that is kept matches the filter.</div>
  return (
    <div className="dock-empty">
      <b>{hasBegun ? 'Nothing has happened since you came' : 'Nothing has happened yet'}</b>
      <span>Press Run, or step to the next event.</span>
    </div>
  )
}

function isSameEvent({ row }: EventRow, selected: SelectedEvent | null): boolean {
  return selected !== null && row.origin === selected.origin && row.n === selected.n
}

/** The nearest row in that direction that is about an event. */
function nextEventIndex(rows: readonly EventRow[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if ((rows[index]?.row.origin ?? -1) >= 0) return index
  }
  return from
}

function focusRow(scroller: HTMLElement | null, serial: number): void {
  scroller?.querySelector<HTMLElement>(`[data-serial="${serial}"]`)?.focus()
}
