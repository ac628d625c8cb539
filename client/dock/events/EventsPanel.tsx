import { useState } from 'react'
import { formatCount } from '#shared/lib/units.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { DockTools } from '../DockTools.tsx'
import { EventDetailView } from './EventDetailView.tsx'
import { EventLog } from './EventLog.tsx'
import { useEventRows } from './useEventRows.ts'
import './events.css'

/** The live log of the run, and the story of the event that is picked from it. */
export function EventsPanel() {
  const [filter, setFilter] = useState('')
  const [isFollowing, setFollowing] = useState(true)
  const selectedEvent = useDesigner((state) => state.selectedEvent)
  const { rows, total } = useEventRows(filter, isFollowing)
  // There is nothing to hold: a run that has begun again is followed again.
  if (total === 0 && !isFollowing) setFollowing(true)
  return (
    <div className="events-panel" data-detail={selectedEvent !== null || undefined}>
      <DockTools>
        <span className="events-count" title="Since this page began to watch the run">
          {formatCount(rows.length)} of {formatCount(total)} shown, trouble first
        </span>
        <label className="events-filter">
          <Icon name="filter" size={12} />
          <input
            className="text-field"
            aria-label="Filter events"
            placeholder="Filter by event, path, key, outcome"
            value={filter}
            onChange={({ target }) => setFilter(target.value)}
          />
        </label>
        <Button
          size="small"
          icon="follow"
          className="events-follow"
          aria-pressed={isFollowing}
          title={isFollowing ? 'Hold the list still' : 'Show what happens as it happens'}
          onClick={() => setFollowing(!isFollowing)}
        >
          Follow
        </Button>
      </DockTools>
      <EventLog
        rows={rows}
        isFiltered={filter.trim() !== ''}
        isFollowing={isFollowing}
        selected={selectedEvent}
        onHold={() => setFollowing(false)}
        onSelect={(row) => {
          setFollowing(false)
          designerStore.getState().selectEvent(row)
        }}
      />
      {selectedEvent ? (
        <EventDetailView
          key={`${selectedEvent.origin}-${selectedEvent.n}`}
          event={selectedEvent}
          onClose={() => designerStore.getState().selectEvent(null)}
        />
      ) : null}
    </div>
  )
}
